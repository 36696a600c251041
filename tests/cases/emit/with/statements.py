with a:
    b
with a as b:
    c
with a as b, c as d:
    e
with (a as b, c as (d, e), f):
    g
with a as b.c, d as e[0]:
    pass
def f():
    with a as b:
        return b
def g():
    for x in y:
        with a:
            if x:
                continue
            elif z:
                break
            return x
def h():
    with a:
        with b:
            raise c
