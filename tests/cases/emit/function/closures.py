def a(x):
    y = 1
    def b(z):
        nonlocal y
        y = x + z
        def c():
            return x, y, z
        return c
    return b
def d():
    def e(): return e
    class F:
        def g(self): return F, __class__
    return F
def h(x):
    return lambda: lambda: x
def i(self, a):
    def self(): return a
def j(a, *b, c, **d):
    return lambda: (a, b, c, d)
