class A: pass
class B(A): x = 1
class C(A, B, metaclass=M, k=1): pass
class D(*a, **k): pass
class E:
    """doc"""
    x = 1
    def f(self): return self.x
    def __g(self): self.__y = 1
    class F:
        def h(self):
            self.a = self.b = 1
            self.c += 1
            self.d: int = 1
            del self.e
            x.f = 2
class G:
    def f(self): return __class__
    __class__
class H:
    global x
    x = 1
    y = x
def i():
    x = 1
    class J:
        x = x
        y = x
        def z(self): return x
