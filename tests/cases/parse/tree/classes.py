# compare: tree
# Classes.
class A: pass
class A(): pass
class A(B): pass
class A(B, C): pass
class A(B, metaclass=C): pass
class A(*B, **C): pass
class A(B, *(C), d=e, **f): pass
class A(B,): pass
class A(B[c], d.e):
    """Documentation."""
    a: int = 1
    def f(self): pass
    @property
    def g(self):
        pass;
@a
@b.c
class A: pass
class A:
    class B:
        class C: pass
    x = 1
class A: a; b
