# optimize: 0 1 2
assert a
assert a, b
if __debug__:
    c
else:
    d
if not __debug__: e
x = __debug__
while __debug__: break
assert f(), (g := 1)
def h():
    """doc"""
    assert x, "message"
    return __debug__ and x
