# versions: 3.13-
x = f'{x:{w}{{l}}}'
x = f'{x:{y}{{}'
x = f'{x:a{y}{{{z}}'
