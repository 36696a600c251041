a = b = c = 1
a, b = b, a
a, b, c = c, b, a
(a, (b, c)) = 1, (2, 3)
[a, *b] = range(4)
*a, b = 1, 2, 3
a, *b, c = 1, 2, 3
a.b = 1
a.b.c = a[0] = 2
a[b][c] = 3
a[1:2] = b[:] = c
a, b.c, d[0] = x
(a) = 1
() = []
[] = ()
