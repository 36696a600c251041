[x for a in y for x in [a.b]]
{a for b in c for a in (b,)}
list(a for b in c for a, *d in [b] if d)
def f(z):
    return {k: v for z in z for k, v in [z.w]}
