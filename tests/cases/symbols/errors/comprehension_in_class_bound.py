# versions: 3.12-
class A:
    def f[T: (int for a in b)](): pass
