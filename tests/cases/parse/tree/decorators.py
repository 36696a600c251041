# compare: tree
# versions: 3.9-
# Decorators of any form.
@a[b]
def f(): pass
@a or b
class A: pass
@(a)
def f(): pass
@(a := b)
def f(): pass
@a := b
def f(): pass
@lambda f: f
async def f(): pass
@(a, b)
def f(): pass
@x if y else z
def f(): pass
