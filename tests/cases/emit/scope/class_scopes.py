x = 1
class A:
    x = 2
    y = x
    def f(self): return x
    z = [x for _ in y]
    w = lambda self: x
def g():
    v = 1
    class B:
        v
        v = 2
        a = [v for _ in range(3)]
        def h(self): return v
        class C:
            v = v
    class D:
        nonlocal v
        v = 3
        def i(self): return v, __class__
class E:
    __x = 1
    def j(self, __y): return self.__x, __y, __z__
    from a import __b
    import __c.d
    def __k(__self, *, __l=1): __m = __self.__n(__o=1)
