def a(): pass
def b(x): return x
def c(x, y=1, *args, z, w=2, **kw): return x, y, args, z, w, kw
def d(x, /, y, *, z): pass
def e(x=a, /, y=b, *, z=c(1)): pass
def f(x: int, y: str = 'a', *args: int, z: list[int], **kw: dict) -> None: pass
def g(*, x): pass
def h(*args): pass
def i(**kw): pass
def j(a, b=(1, 2), c=[3]): pass
lambda: 0
lambda x: x
lambda x, *y, z=1, **w: (x, y, z, w)
lambda *, x: x
