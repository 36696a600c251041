# compare: tree
# versions: 3.10-
# Patterns.
match a:
    case 1: pass
    case -1: pass
    case 1.5: pass
    case -1j: pass
    case 1 + 2j: pass
    case -1 - 2j: pass
    case 'a': pass
    case 'a' 'b': pass
    case b'a': pass
    case None: pass
    case True: pass
    case False: pass
    case _: pass
match a:
    case x: pass
match a, b:
    case a.b: pass
    case a.b.c: pass
    case (x): pass
    case ((x)): pass
    case (): pass
    case []: pass
    case (x,): pass
    case [x]: pass
    case x,: pass
    case x, y: pass
    case x, *y: pass
    case *x,: pass
    case *_, x: pass
    case [*x, y]: pass
    case (*x, y): pass
    case (x, (y, z)): pass
match *a, b:
    case {}: pass
    case {1: x}: pass
    case {'a': x, -1: y, a.b: z, None: w, **rest}: pass
    case {**rest}: pass
    case {**rest,}: pass
    case {'a': 1 | 2,}: pass
    case {1 + 2j: x, b'a' b'b': y}: pass
match (a):
    case A(): pass
    case A(x): pass
    case A(x,): pass
    case A(x, y=z): pass
    case A(y=z, w=_): pass
    case A(_=x): pass
    case A(x, y=z, _=w,): pass
    case a.B(x, C(y)): pass
match (a, b):
    case 1 | 2 | 3: pass
    case (1 | 2): pass
    case 1 | 2 as x: pass
    case (1 as x) | (2 as x): pass
    case x as y: pass
    case (x as y): pass
    case [x as y, z]: pass
    case x if y: pass
    case x if (y := z): pass
    case x if y if z else w: pass
match a:
    case 1:
        match b:
            case 2: pass;
    case match: pass
    case case: pass
match (
    a
):
    # comment
    case (
        1  # comment
        | 2
    ) if (
        b
    ): pass
match a := b:
    case _: pass
match -a:
    case x: pass
match [a]:
    case x: pass
match {a: b}:
    case x: pass
match not a:
    case x: pass
match lambda: a:
    case x: pass
match yield_:
    case x: pass
match a,:
    case x: pass
match match:
    case x: pass
match case:
    case x: pass
