class A:
    def __init__(self, b):
        self.one = 1
        self.two, self.three = b
        for self.four in b: pass
        with b as self.five: pass
        self.one = 2
        b.six = 1
        self.seven: int
        [self.eight for x in b]
        def inner(self):
            self.nine = 1
    def other(this):
        this.ten = 1
        self.eleven = 1
    @staticmethod
    def third(self):
        self.twelve = 1
class B:
    x = 1
    class C:
        def f(self): self.y = 1
