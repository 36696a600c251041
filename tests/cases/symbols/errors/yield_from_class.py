class C:
    yield from a
