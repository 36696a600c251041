a = lambda: (lambda x: lambda y: x + y)
b = lambda x=(lambda: 1): x
c = [lambda: x for x in y]
d = lambda *a, **k: f(*a, **k)
def e():
    x = 1
    return lambda: x if x else (lambda: x)
sorted(a, key=lambda x: (x.a, -x.b))
