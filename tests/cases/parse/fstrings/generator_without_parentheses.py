x = f'{y for y in z}' f'{a, b}'
