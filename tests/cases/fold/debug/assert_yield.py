# optimize: 1 2
assert (yield)
class A:
    assert (yield from x)
