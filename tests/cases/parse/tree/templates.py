# compare: tree
# versions: 3.14-
# Template strings.
t'', t'a', t'{a}', t"{a!r}", t'{a:b}', t'{a!s:>{b}}', t'{a=}', t'{a = }', t'{ a }'
rt'\d{a}', tR"""{
a
}""", t'a' t'b', t'{a}' t'{b}'
t'{{}}{a}{{', t'{a}{b}', t'{t"{a}"}', t'{f"{a}"}', t'{a:{b}{c}}', t'{a,}', t'{*a, b}', t'{(lambda: x)}'
t'{yield_}{a if b else c}{a:=b}{(a := b)}{a != b}{a!r}'
