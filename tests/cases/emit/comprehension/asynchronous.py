async def f(a):
    [x async for x in a]
    {x async for x in a if x}
    {x: y async for x, y in a}
    (x async for x in a)
    [await x for x in a]
    [x async for x in a for y in x]
    [[y async for y in x] for x in a]
    return [x for x in a if await x]
