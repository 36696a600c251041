x = 'a' 'b' f'c' 'd'
x = f'a' f'b'
x = f'{"const"}'
x = f'{1}'
x = f'{a!r:>{10}}' 'b' f'c{d}'
x = 'é' * 2 + 'ü'
x = 'a' 'b' 'c' * 2
x = b'a' b'b'
