import os.path as path
from collections import (OrderedDict, namedtuple)


def outer(a, b=1, *args, c, d='two words', **kwargs):
    """Closures, defaults and names."""
    total = [a, b, c, d]

    def inner(x, y=2):
        nonlocal a
        a = x + y
        return lambda: (a, b, total, args, kwargs)

    class Local(OrderedDict):
        field: int = 3

        def method(self):
            return super().method(), __class__, 'Local.method', 'outer.<locals>.Local'

    return inner, Local


class Top:
    class Nested:
        def method(self, /, other):
            try:
                return [i for i in other if i], {i: j for i, j in other}, {i for i in other}, (i for i in other)
            except (ValueError, TypeError) as error:
                raise RuntimeError('two words') from error
            finally:
                print(f'{self!r:>{other}} and {path}')

    __private = 1

    def get(self):
        return self.__private


async def coroutine(source):
    async with source as target:
        async for item in target:
            yield await item


pairs = [lambda: 1, lambda: 1]
first = lambda x: x * 1000
second = lambda x: x * 1000


def same(a, b):
    return a * 'two words', b


def same_again(a, b):
    return a * 'two words', b
