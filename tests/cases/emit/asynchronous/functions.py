async def a(): pass
async def b(): return await x
async def c():
    async with a as b, c:
        await d
    async for x in y:
        if x: break
        continue
    else:
        e
async def d():
    yield 1
    x = yield await y
async def e():
    async with a:
        return 1
async def f():
    try:
        await a
    except E:
        await b
    finally:
        await c
async def g():
    async for x, *y in z:
        async with x as (w, v):
            return await w
async def h(): return (await a)(await b, c=await d)
