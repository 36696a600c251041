import a
from b import c
x = [a.f(y) for y in z if c.g(y)]
class C:
    import d
    x = [a.f(y) for y in d.g(z)]
    y = [(c.f(), d.f()) for y in z]
def f():
    import d
    return [d.f(y) for y in a.g(z)]
def g():
    x = 1
    class C:
        x
        y = [lambda: x for x in z]
    return x
y = [x for _ in z]
x = {y: [x for x in y] for y in z if [a for a in y]}
