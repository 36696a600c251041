while a:
    b
while a:
    b
else:
    c
while True:
    if a: break
while 1:
    pass
while 0:
    x
else:
    y
while not a and (b or c):
    if d: continue
    e
while a if b else c:
    pass
def f(x):
    while x:
        while x.y:
            if x.z:
                break
            x = x.next
        else:
            continue
        return x
