try:
    a()
finally:
    b()
def f():
    try:
        return a
    finally:
        b()
def g():
    for x in y:
        try:
            if x: break
            if z: continue
            return x
        finally:
            c()
def h():
    try:
        a()
    finally:
        return 1
def i():
    while True:
        try:
            pass
        finally:
            break
def j():
    try:
        return f(1)
    except E:
        return 2
    else:
        return 3
    finally:
        k()
