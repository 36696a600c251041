(a := 1)
if (b := f()) and (c := g(b)): d
while chunk := read(): use(chunk)
[y := 1, y ** 2]
[last := x for x in y]
print(total := [total := v for v in values])
def h():
    [z := x for x in y if (w := x)]
    return z, w
def i():
    global g
    [g := x for x in y]
    def j():
        nonlocal k
        [k := x for x in y]
    k = 1
x = f(y := 1, z=(w := 2))
a[(i := 0)], a[i := 1]
