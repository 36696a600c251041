def a[T](x: T) -> T: return x
def b[T: int, U: (str, bytes), *Ts, **P](x: T, *args: *Ts, **kw: P.kwargs) -> U: pass
def c[T = int, *Ts = *tuple[int], **P = [int]](x: T = 1, *, y: T = 2): pass
class D[T]: x: T
class E[T: (int, str)](F[T], metaclass=M):
    def g[U](self, x: T) -> U: return T, U, __class__
type H = int
type I[T] = list[T]
type J[T: int, *Ts, **P] = dict[T, *Ts]
class K:
    type L = K
    y = 1
    def m[T: y](self, z: y): return y
    type N[T] = (y, T)
@d
def o[T](): pass
def p():
    x = 1
    type Q = x
    def r[T: x](a: x = x) -> x: return x
    class S[T](x): z = x
async def t[T](): pass
