def f(x):
    match x:
        case 1:
            return 'one'
        case [a, b] if a == b:
            return a
        case {'x': {'y': z}}:
            for i in z:
                match i:
                    case 0: continue
                    case 1: break
                    case _: return i
        case (1 | 2) as n, *_:
            return n
        case _:
            raise E
    return None
match a, b:
    case c, d: e
match *a, b:
    case _: pass
match (x := f()):
    case [[a, b], [c, d]]: pass
