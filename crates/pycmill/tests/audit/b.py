"""What a process compiled before shows in the sets here."""
a = {1} | {"colour", 2, 3}


def f(x):
    """Documented."""
    assert x in {"colour", 2, 3}
    return [y * 1000 for y in x] in ("colour", 1.5, -0.0)
