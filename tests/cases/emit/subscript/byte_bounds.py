def f(x):
    y = b'a', b'ab'
    return x[b'a':1], x[b'ab':b'a'], y
