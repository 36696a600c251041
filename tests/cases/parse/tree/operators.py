# compare: tree
# Precedence, associativity and the places of operands in parentheses.
a or b and not c == d | e ^ f & g << h + i * -j ** -k
(a if b else c) if (d) else (e if f else g)
a - b - (c - d) / (e // f) % g @ h
-(-a) ** ~+b
not (not a)
a < b <= c > d >= e == f != g is h is not i in j not in k
a ** b ** (c) ** d
(a) + (b) . c
((a)) + (
    b  # comment
) >> c
lambda: (yield)
lambda a, b=1, *c, d, e=2, **f: a
lambda *, a: (a, b)
a if b else lambda: c
(a) is (not (b))
await_ = a and b or (c and d) and e
