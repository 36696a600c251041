for x in y:
    pass
for x, *y in z:
    a
else:
    b
for x in y:
    if a:
        break
    elif b:
        continue
    c
else:
    d
for x in (1, 2, 3): pass
for x in [1, 2, 3]: pass
for a.b in c: d
for a[b] in c: d
def f(it):
    for i in it:
        for j in i:
            if j: return j
            if i: break
            continue
        else:
            return 0
    return None
for x in *a, b: pass
