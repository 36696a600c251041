# compare: tree
# Context managers, with and without parentheses.
with a: pass
with a as b: pass
with a, b: pass
with a as b, c as d: pass
with (a): pass
with (a) as b: pass
with (a, b): pass
with (a, b) as c: pass
with a as (b): pass
with a as (b, c): pass
with a as [b, c]: pass
with a as b.c, d as e[f]: pass
with (a).b as c: pass
with (a)(b), (c): pass
with (a) if b else c: pass
with (yield): pass
with (a for b in c): pass
with (): pass
with (a,): pass
with a(b) as c(d).e: pass
with (a) + (b) as c, d:
    pass
with (a if b else c) as d: pass
with (a := b): pass
with (lambda: a): pass
with a, (b) as c, (d): e;
with (a)[b] as c: pass
with ((a)): pass
with ((a), (b)): pass
with ((a)) as b: pass
