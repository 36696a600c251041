@a
def f(): pass
@a.b
@c(1)
@d[0]
def g(x=1): pass
@a
class A: pass
@a
@b(
    c
)
class B(
    D,
    metaclass=E,
):
    @property
    def x(self): return 1
    @x.setter
    def x(self, value): pass
@(lambda f: f)
async def h(): pass
