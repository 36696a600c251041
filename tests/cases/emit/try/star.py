try:
    a()
except* E:
    b()
except* (F, G) as e:
    c(e)
else:
    d()
finally:
    e()
def f():
    for x in y:
        try:
            a(x)
        except* ValueError as e:
            b(e)
        except* TypeError:
            raise
    try:
        a
    except* A:
        def g(): pass
