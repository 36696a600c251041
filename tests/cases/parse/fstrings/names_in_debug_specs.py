# versions: 3.12-
x = f'{v=:\N{BULLET}>3}'
x = f'{v=!r:\N{BULLET}>3}'
x = f'{v=:\N{BULLET}}'
