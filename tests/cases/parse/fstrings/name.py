x = f'{a}\N{no such name}'
