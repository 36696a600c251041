# compare: tree
# versions: 3.11-
# Exception groups and stars in subscripts.
try: a
except* b: c
try:
    a
except* (b, c) as d: e
except *f.g as h:
    i
else: j
finally: k
a[*b]
a[*b, c]
a[b, *c, d:e]
a[*b] = c
a[*b,]
a[*b or c]
def f(*a: *b): pass
def f(*a: *b[c], d): pass
