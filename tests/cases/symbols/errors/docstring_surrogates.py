def f():
    """	and \ud800\udc00"""
