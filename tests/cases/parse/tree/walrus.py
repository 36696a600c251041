# compare: tree
# Assignment expressions.
(a := b)
(a := b, c)
f(a := b), f(a := b, c := d), f((a := b), c=(d := e))
[a := b, c], {(a := b): c}, [a := 1, *b]
x[(a := b)], x[(a := b):c]
lambda: (a := b)
if a := b: pass
elif (c := d): pass
while a := b: pass
[x for y in z if (a := y)]
(a if (b := c) else d)
assert (a := b), (c := d)
(a :=
   b)
