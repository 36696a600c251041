a = 'shared name'; b = 'shared name'
c = (1, 'shared name', (2, 3)); d = (1, 'shared name', (2, 3))
def f(): return 'shared name', (2, 3), 1000, 1.5, 2j, b'bytes', 123456789012345678901
def g(): return 'shared name', (2, 3), 1000, 1.5, 2j, b'bytes', 123456789012345678901
def h(x): return x in {1, 2}, x in {1, 2}, 'h', 'x', ''
class A:
    def f(self, x): return self.x, 'A.f', 'f'
    def g(self, x): return self.x
def k(self, x): return self.x
