# compare: tree
# Names, numbers, strings, displays.
None, True, False, ..., __debug__
0, 00, 1_000, 0xDEAD_beef, 0o17, 0b1_0, 18446744073709551616, 0xFFFFFFFFFFFFFFFFFFFFF
1.5, .5, 5., 1e10, 1E-3, 1_0.0_1e+1_0, 1e400, 5e-324, 0.1j, 1J, 0e0j
'a', "b", '''c
d''', """e'"f""", r'\d', u'u', U"U", b'b', Rb'\d', bR"x"
'a' "b" '''c''' u'd', u'a' 'b'
(b'a'
 b'b\x00\xff'
 br'\d')
'\x41\u00e9\N{BULLET}\101\
z'
[], [a], [a,], [a, *b, c]
(), (a,), (a, b), (a), ((a),), (*a, *b)
{}, {a}, {a, *b}, {a: b}, {a: b, **c, d: e,}
[(a), ((b, c)), (d)]
a, b
a,
*a, b
(yield)
(yield a)
(yield from a)
(yield a, *b)
[ # comment
  a
  ,
]
é, ﬁ, 名前, ª, x·y
'é' '名' + é . é
