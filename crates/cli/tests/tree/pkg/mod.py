from . import sub
class A:
    def f(self):
        return [self for _ in sub]
