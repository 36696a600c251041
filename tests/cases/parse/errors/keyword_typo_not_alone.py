def f(x):
    if x:
        pass
    x = [a b foor c in d]
