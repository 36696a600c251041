x in (1, 2, 3)
x in [1, 2, 3]
x in {1, 2, 3}
x not in {'a', 'b', 'c'}
for a in {1, 2, 3}: pass
for a in [1, (2, 3)]: pass
x = (1, (2, (3, 4)), 'a')
x = ((), ((),), (((),),))
x in {1, (2, 3), frozenset}
x in {0.0, -0.0, 1, True, 1.0}
x in {'spam', 'eggs', b'ham', None, ..., 5j}
x = (1, 1.0, True, 0.0, -0.0, 0, False)
