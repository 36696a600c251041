def a(): raise
def b(): raise x
def c(): raise x from y
def d(): raise x() from None
def e(x):
    if x: raise A
    return x
def f():
    raise A
    print(unreachable)
