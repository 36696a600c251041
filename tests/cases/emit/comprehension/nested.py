[x for x in y]
{x for x in y}
{k: v for k, v in y}
[x for x in y if a if b]
[x for a in b for x in a if x]
[[y for y in x] for x in z]
[x for x in [y for y in z]]
{x: {y: z for z in y} for y in x}
def f(a):
    b = [a + x for x in a]
    c = [lambda: x for x in a]
    d = {x: [y for y in range(x)] for x in b}
    return [x for x in a if x in b]
class C:
    x = 1
    y = [x for x in range(3)]
    z = [i for i in x if i in y]
    w = {k: v for k, v in (lambda: x)()}
