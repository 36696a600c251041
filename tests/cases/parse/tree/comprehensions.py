# compare: tree
# Comprehensions.
[x for x in y]
{x for x in y}
{x: y for x, y in z}
(x for x in y)
[x for x in y if a if b for c in d if e]
[(x) for (x) in (y) if (a)]
[x for x, in y]
[x for x, *z in y]
[[x for x in y] for y in z]
{**a, 'b': [c for d in e]}
[x async for x in y if await z]
[x for x in a or b]
[x for x in a if b or c]
[lambda: x for x in y]
[x for x[a] in y]
[x for x.a in y]
[
    x
    for x in y  # comment
    if z
]
[x if a else b for x in y]
