del a
del a, b
del (a, [b, c.d]), e[0]
del a[1:2], b[1:2:3], c[:, ...]
def f(x, y):
    del x
    print(y)
    del y, x
def g():
    z = 1
    def h(): return z
    del z
