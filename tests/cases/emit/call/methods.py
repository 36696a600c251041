a.b()
a.b(1, 2)
a.b(1, k=2)
a.b(*c)
a.b.c(d.e)
a().b().c()
"".join(x)
(a.b)(1)
a.b[0](1)
a \
    .b(1) \
    .c(2)
(a
 .b(1)
 .c(x=2))
import os, os.path as p
import os.path
os.getcwd()
os.path.join(a)
def f(a):
    import sys
    a.b(sys.path)
    return a.c(1, d=2)
