def f(x):
    for y im x:
        pass
