x = 1
def f():
    """doc
    more
    """
    return \
        x
