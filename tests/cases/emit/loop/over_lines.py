async def f(a, b):
    for x in (
            a): b(x)
    async for x in (
            a): b(x)
    with a(), \
            b as c: x = 1
    with a, b as c:
        return (
            2)
    async with \
            a: x = 2
    assert a, \
        b
    return lambda: (
        a), [x
             for x in
             b]
