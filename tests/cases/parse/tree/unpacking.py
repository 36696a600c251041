# compare: tree
# versions: 3.9-
# Stars in what is iterated.
for x in *a, b: pass
for x in *a, *b:
    pass
def f():
    return *a, b
    yield *a, b
x = yield_ = *a, b
