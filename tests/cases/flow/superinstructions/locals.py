def a(x, y, z):
    x = y
    z = x + y
    x = y = z
    a = b = c = x
    d = a; e = d; f = e
    for g in x:
        h = g
    return (
        x,
        y, z)
def b(x, y):
    if x:
        x = y
    else:
        y = x
    x.y = y
    x[y] = x
