# compare: tree
# Functions and their parameters.
def f(): pass
def f(a, b, c): pass
def f(a, b=1, *c, d, e=2, **f): pass
def f(a, /): pass
def f(a, /, b): pass
def f(a, b=1, /, c=2, *, d): pass
def f(*, a): pass
def f(*, a=1, b, **c): pass
def f(*a): pass
def f(**a): pass
def f(a,): pass
def f(*a,): pass
def f(**a,): pass
def f(*, a,): pass
def f(a: int, b: str = 'x', *c: d, e: f, g: h = i, **j: k) -> l: pass
def f(a: int, /, b: (c), *, d: (e)) -> (f): pass
def f(a: (yield) = (yield)) -> lambda: a: pass
def f(
    a,  # comment
    b: int
        = 1,
    *,
    c
) -> None:
    """Documentation."""
    pass
@a
def f(): pass
@a.b
@a.b(c)
@a(
    b
)
# comment

def f(): a; b
@a
async def f(): pass
async def f(a, *b) -> c: pass
def f():
    def g():
        pass
    class h: pass
def f(): return (
    a
)
def é(ﬁ): ﬁ
