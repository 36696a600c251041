# versions: 3.13-
x = f'{x:{y:{z=}}}'
