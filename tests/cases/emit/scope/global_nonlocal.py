x = 1
def a():
    global x, y
    x = 2
    y = x
    def b():
        nonlocal_ = 1
        def c():
            nonlocal nonlocal_
            global x
            nonlocal_ = x
            del x
        return c
    return b
class D:
    global z
    z = 1
    def e(self):
        global z
        z = 2
def f():
    global g
    def g(): pass
    global H
    class H: pass
    global i
    import i
    global j
    for j in k: pass
