# compare: tree
# versions: 3.12-
# Type parameters and aliases.
type X = int
type X[T] = T
type X[T, *Ts, **P] = (T, Ts, P)
type X[T: int, U: (str, bytes),] = T
type type = type
type match[case] = _
def f[T](a: T) -> T: pass
def f[T: (a, b), *Ts, **P](*a: *Ts): pass
async def f[T](): pass
class A[T]: pass
class A[T: int](B[T], c=d): pass
class A[
    T,  # comment
    *Ts
]: pass
@a
class A[T]:
    def f[U](self): pass
type X[
    T
] = (
    T
)
type X = lambda: a; b
