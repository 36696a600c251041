def a():
    return 1
    b()
    while c:
        d
def e():
    raise f
    g()
def h():
    while True:
        pass
    i()
def j():
    for k in l:
        break
        m()
    continue_ = 1
def n():
    if 0:
        yield
def o():
    if 0:
        x = 1
    return x
def p():
    try:
        return 1
    except E:
        return 2
    q()
