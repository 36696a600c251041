def a(): return
def b(): return None
def c(): return 1
def d(x): return x
def e(x): return 1, x
def f(x):
    if x:
        return 1
    return 2
def g(x):
    if x:
        return 1
    else:
        return 2
def h(x):
    return x if x else None
def i(x):
    while True:
        return x
def j(x):
    pass
    pass
def k():
    return (yield)
def l():
    return lambda: (yield)
