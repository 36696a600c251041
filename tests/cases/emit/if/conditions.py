if a: b
if a: b
else: c
if a: b
elif c: d
elif e: f
else: g
if not a: b
if a and b: c
if a or b: c
if a and (b or not c) and d: e
if not (a and b): c
if a < b < c: d
if not a < b < c: d
if a is None: b
if a is not None: b
if a == None: b
if (a if b else c): d
x = a if b else c
x = a and b or c
x = not a
x = not (a or b)
assert a
assert a, b
assert a < b < c, d
assert a and b
if (x := f()): y
if True: a
if False: b
else: c
if __debug__: a
