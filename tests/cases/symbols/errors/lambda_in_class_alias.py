# versions: 3.12-
class A:
    type X = lambda: 1
