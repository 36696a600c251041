(x for x in y)
list(x for x in y if x)
sum(x * y for x in a for y in b)
def f(a):
    g = (x + a for x in a)
    return any(x in g for x in a)
def h():
    return (yield_ for yield_ in (x for x in range(3)))
class C:
    g = (x for x in y)
