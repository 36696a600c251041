async def f(items):
    async for item in items:
        print(item)
        if item:
            break
    else:

        print("none")
    print("end")


async def g(items):
    async for item in items:
        print(item)
    print("end")
