def a(x, y, z):
    while x:
        if y:
            if z:
                continue
            else:
                break
        elif z:
            pass
        else:
            continue
def b(x, y):
    if x:
        if y:
            return 1
    else:
        if y:
            return 2
def c(x, y, z):
    return x and y or z and not x
def d(x):
    for i in x:
        if i and (i.a or i.b) and not i.c:
            yield i
def e(a, b, c):
    if (a and b) or (a and c) or not (b or c): return 1
    if not (a and not (b or c)): return 2
def f(x):
    while True:
        while True:
            if x: break
        if x: continue
        return
