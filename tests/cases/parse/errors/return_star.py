# compare: rejection
def f(*): pass
