a: int = 1
b: str
c.d: list = []
e[f]: int
(g): int = 2
class A:
    x: int
    y: 'A' = None
    (z): int
    __private: int = 1
def f():
    x: int = 1
    y: undefined
    z.w: int = 2
    (q): int
