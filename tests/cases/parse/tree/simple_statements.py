# compare: tree
# Statements of one line.
pass; pass;
a = b; c = d = e; (f) = g
(a) = (b)
(a, b) = c; [a, b] = c; a, b = c, d; a, *b = c; *a, = b; [a, [b, *c]] = d
a.b = c; a[b] = c; (a.b) = c; (a[b]) = c; f(a).b = c; f(a)[b] = c
a = yield; a = yield b; a = yield from b; a = *b, c
a += b; a -= b; a *= b; a /= b; a //= b; a %= b; a @= b; a &= b; a |= b; a ^= b; a <<= b; a >>= b; a **= b
a.b += c; a[b] += c; (a) += (b); a += yield; a += b, c
a: b; a: b = c; (a): b; (a): b = c; a.b: c; a[b]: c = d; (a.b): c; a: b = yield; a: b = *c, d; a: (yield)
del a; del a, b; del (a); del (a, b); del [a, b]; del a.b, c[d]; del (a), ; del a,; del (), []; del ((a), [b])
assert a; assert a, b; assert (a), (b); assert (a, b)
import a; import a.b; import a as b; import a.b.c as d, e, f as g; import a . b
from a import b; from a import (b); from a import (b, c as d,); from a.b import *; from . import a; from .a import b
from ... import a; from .... import a; from ...a.b import c; from . . import a; from . .. a import (
    b as c,
    d
)
global a; global a, b; nonlocal_ = a
raise; raise a; raise a from b; raise (a) from (b)
a
(a)
a;
 # comment
a; b
...
