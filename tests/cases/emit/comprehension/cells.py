def f():
    fs = [lambda: i for i in range(3)]
    gs = [[lambda: i + j for j in range(2)] for i in range(3)]
    i = 1
    hs = [(lambda: i, i) for i in range(i)]
    return fs, gs, hs, i
def g(x):
    y = [x for x in x]
    def h(): return x
    return [h() for x in y], [x for x in (lambda: x)()]
def k():
    [x for x in y]
    try:
        [x for x in y]
    except:
        [z for z in y if (w := z)]
    return w
def m():
    return [[a for a in b] for b in c] + [b for a in d]
