class A(B):
    def f(self):
        super().f()
        super(A, self).g
        super().x = 1
        super().h(1, k=2)
        super().h(*a)
        return super().f
    def g(self):
        super = 1
        return super().f()
    @classmethod
    def h(cls, *, k):
        return super().h(k=k)
    def i():
        super().x()
    def j(self):
        return [super().x for y in z]
def super_outside(self):
    super(A, self).x()
    super().x
