if 0: a
if 1: b
if '': c
elif 'x': d
else: e
x = 1 if True else 2
x = a if 0 else b
x = 0 and a
x = 1 and a
x = a and 0
x = a or 1 or b
x = not not a
x = not a is b
x = not a in b
while 0: c
while 1:
    if None: d
    break
x = (1 if 2 else 3) + 4
