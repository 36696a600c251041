# compare: tree
# What belongs in functions and loops.
def f():
    nonlocal_ = 1
    def g():
        nonlocal nonlocal_, \
            f
        return
    return a
    return a, b
    return *a, b
    return (a)
    yield
    yield a
    await_
for a in b:
    break; continue
    continue
while a: break
async def f():
    await a
    await a.b(c) ** d
    -await a
    return await a
    async for b in c: pass
    async for b, c in d:
        pass
    else:
        pass
    async with a: pass
    async with a as b, c as d: pass
    [x async for x in y]
    await (yield)
    async def g(): pass
    @a
    async def g(): pass
