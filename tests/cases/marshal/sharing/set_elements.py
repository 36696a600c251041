def f(s):
    return s in {'pass ', 'PASS '} or s in {'**', '*'} or s in {'ab', 'cd'}


def g(s):
    return s in {(1, 'a b'), b'ab', 1000, 1.5} or s in {(1, 'a b')}
