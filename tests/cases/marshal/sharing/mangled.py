class é:
    __p: int = 1
    def f(self, *, __q: int = 1, __r=2): pass
class é:
    __p: int
'_é__p'
