x = f'{v:\N{BULLET}}'
x = f'{v:\N{BULLET}>3}'
x = f'{v:a\N{BULLET}{b}\N{BULLET}}'
