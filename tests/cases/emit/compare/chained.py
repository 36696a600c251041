a < b
a < b < c
a < b <= c == d != e > f >= g
x = a < b < c
a in b
a not in b
a is b
a is not b
a in b in c
a is b is c
f(a < b < c)
a in (1, 2)
a in [1, 2]
a in {1, 2}
a in {b, 1}
a in {'x', 'y', b'z', 1.5, None, ...}
def f(a, b, c):
    return a() < b() < c()
