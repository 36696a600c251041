"""What listings show: names, constants, jumps, handlers, closures, wide operands."""
import os.path as path
from sys import *

assert path, "path"


def f(a, b, /, c=1, *rest, d: int = 2, **more):
    """Docstring."""
    global g
    for x in a:
        if x and b or c is not None and d not in rest:
            yield x
        elif x < 1.5 or x == 1e100 or -x >= 2j:
            g = f"{x!r:>10} {a}" + 'é"\x00\ud800' + "it's"
    try:
        del a[0], more
    except (ValueError, KeyError) as error:
        raise RuntimeError from error
    finally:
        print(a[1:2], sep="", end=..., **more)
    x += [y for y in rest if y in {1, 2}][0]
    return lambda: (a, x, (), (1,), (1, (2, b"'\xff")), 10**30, True)


class C(f):
    async def m(self):
        async with self as s, s:
            async for i in s:
                await i
        return super().m(*s)
