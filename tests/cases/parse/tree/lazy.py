# compare: tree
# versions: 3.15-
# Lazy imports and unpacking in comprehensions.
lazy import a
lazy import a.b as c, d
lazy from a import b
lazy from .a import (b, c as d)
lazy from . import a; b
[*a for a in b]
{*a for a in b}
{**a for a in b}
(*a for a in b)
f(*a for a in b)
lazy = 1
lazy
lazy, a
lazy.b
