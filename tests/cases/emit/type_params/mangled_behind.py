# versions: 3.12-
def f():
    __hid = 1
    class X[T]: ...
    return __hid
class Y:
    def g(self):
        __a = 1
        class Z[__Q]: __b = __a
        type __W[__E] = __E | __a
        return __a
