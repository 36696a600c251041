# compare: tree
# versions: 3.9-
# Parentheses around context managers.
with (a as b): pass
with (a as b,): pass
with (a as b, c): pass
with (a, b as c,): pass
with (a as (b, c), d as [e]): pass
with ((a) as b, (c)): pass
with (
    a as b,  # comment
    c.d(e) as f.g
): pass
with (a, b, c as d) : h
with (a() as b, (c, d) as e): pass
async def f():
    async with (a as b, c): pass
