if (a <
        b):
    c
if (a
        and b <
        c
        or d
        and (e <
             f <
             g)
        or not (h
                in i)):
    j
elif (k if
      l == m
      else n
      > o):
    p
while (a <
        b and
        c):
    d
assert (a <
        b), c
assert (a or
        b
        == c)
x = [a
     for b in c
     if d <
     e
     if f
     for g in h
     if (i
         is j)]
def f():
    return {a:
            b for c in d
            if e >
            f}, (a for
                 b in c if d
                 == e)
async def g():
    return [a
            async for b in c
            if d !=
            e]
