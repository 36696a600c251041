def a(x, y):
    x, y = y, x
    return x, y
def b(x, y, z):
    x, y, z = z, y, x
    x, x, y = y, z, x
    x, y, x = x, y, z
    _, _, x = x, y, z
def c(x):
    a, b = x, 1
    a, b, d = 1, a, b
    a, x.b, d = d, a, x
    a, _, = _, a = 1, 2
    return a
