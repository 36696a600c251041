async def f():
    raise
def g():
    raise
    yield
async def h():
    raise x
