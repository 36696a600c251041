# compare: tree
# Calls, attributes, subscripts.
f(), f(a), f(a,), f(a, b=c), f(*a, **b), f(a, *b, c, d=e, *f, g=h, **i, j=k, **l)
f(x for x in y), f((x for x in y)), f((x for x in y), z)
f(a)(b)(c).d.e[f].g
f(*(a)), f(*(a), b), f(**(c)), f(x=(d)), f((e)), f(*a or b, **c if d else e)
(f)(a), (f).a, (f)[a], ((f)(a))
a[b], a[b:c], a[b:c:d], a[:], a[::], a[b:], a[:b], a[::b], a[b::c]
a[b, c], a[b,], a[b:c, d], a[:, ::, ...], a[(b, c)], a[(b), (c)], a[(b):(c):(d)]
a [ b ] . c ( d )
a[b][c, d:e][f]
f(
    a,  # comment
    *b,
    c=d
)
"%s" % a . b
1 .real, 1..real, 1.5.real, 'a'.b, [].c, {}.d, ().e
f(lambda: a, b if c else d)
print(not a, -b, ~c)
f(a)(*b)
