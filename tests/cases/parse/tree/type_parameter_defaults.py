# compare: tree
# versions: 3.13-
# Defaults of type parameters.
type X[T = int] = T
type X[T: int = bool, *Ts = *a, **P = [b]] = T
type X[*Ts = a[b]] = Ts
def f[T = (a)](): pass
class A[T = int, *Ts = *tuple[int, ...]]: pass
