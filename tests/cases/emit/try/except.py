try:
    a()
except:
    b()
try:
    a()
except E:
    b()
except (F, G) as e:
    c(e)
else:
    d()
try: a()
except E as e: raise
except F as e: raise X from e
def f():
    try:
        return a()
    except E as e:
        return e
    except:
        pass
    return 3
