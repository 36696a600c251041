def a(x):
    for y in x:
        try:
            b(y)
        except E:
            c(y)
            continue
        d(y)
    return x
def e():
    try:
        f()
    except A:
        if x: return 1
        g()
    except B:
        raise
    return 2
def h():
    with a:
        try:
            b
        except: pass
        while c:
            with d: break
