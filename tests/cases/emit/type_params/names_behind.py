class C[T]: pass
[__p for __p in a]
def f():
    class D[T]: pass
    return [lambda: __p for __p in a]
