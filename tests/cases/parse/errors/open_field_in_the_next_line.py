a b
f'{a:{b'
