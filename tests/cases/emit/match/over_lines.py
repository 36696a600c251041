match a:
    case [1,
          [b, *c],
          {'d': e,
           **f}] if (g <
                     h):
        i
    case C(1,
           a=D(b=
               None),
           c=d) as e:
        f
    case (1 |
          [2,
           3] |
          {4:
           5}):
        b
    case ([a, b] |
          {'x': b,
           'y': a}):
        c
    case [*_, a,
          (b.c |
           d.e)]:
        f
    case [a, *_] if (b
                     and c):
        d
    case _:
        e
