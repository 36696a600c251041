def a(): yield
def b(): yield 1
def c(x): y = yield x; return y
def d(x): yield from x
def e(x): y = yield from x; return y
def f():
    try:
        yield 1
    except E:
        yield 2
    finally:
        yield 3
def g():
    with a:
        yield
def h():
    while True:
        x = yield (yield)
        print((yield x), (yield from x))
def i():
    for x in y:
        yield x
