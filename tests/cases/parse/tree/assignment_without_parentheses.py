# compare: tree
# versions: 3.10-
# Assignment expressions in subscripts and sets.
x[a := b]
x[a := b, c := d]
x[a, b := c]
{a := b, c}
{a := b for c in d}
{a := b}
