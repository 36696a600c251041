# What a finally body or an async with ends with decides the place of what follows.
async def f(a, b):
    try: a()
    finally: b.c += 1
    try: a()
    finally:
        while a < b: a += 1
    try: a()
    finally:
        for a in b: pass
        else: a = 1
    try: a()
    finally:
        match a:
            case 1: a = 1
            case [2]: b()
    try: a()
    finally:
        assert a < b < 1
    try: a()
    finally:
        try: b
        except C: a = 2
    async with a:
        b[0] += 1
    async with a:
        with b: a = 1
    async with a, b:
        if a < b: a = 1
def g(a):
    while a:
        try: a()
        finally:
            try: break
            finally: a = 1
    try: a()
    finally: return (
        1)
