x = f'{a +
 b}'
