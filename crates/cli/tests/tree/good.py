"""A module."""
def double(x):
    assert x
    return 2 * x
