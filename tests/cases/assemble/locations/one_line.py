def f(): pass
def g(): pass; \
    x
async def h(): 1; return 2
lambda: (1,
  2)
