match x:
    case 1: a
    case -1.5 | 2j | 1+2j: b
    case 'a' 'b' | b'c': c
    case None | True | False: d
    case y.z: e
    case (): f
    case []: g
    case [a]: h
    case [a, b]: i
    case [a, *rest]: j
    case (a, *_, b): k
    case {}: l
    case {'k': v}: m
    case {'k': v, **rest}: n
    case A(): o
    case A(b, c): p
    case A(b, c=d): q
    case A.B(x=1, y=[z]): r
    case [1, [2, 3] | (4, 5)] as w: s
    case str() | int() as t: u
    case _ if v: w
    case y: z
