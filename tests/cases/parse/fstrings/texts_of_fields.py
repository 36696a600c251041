# versions: 3.12-
x = f'{a!=b=}'
x = f'{a!=b=:>5}'
x = f'{a!=b=!r:>5}'
x = f'{(a!=b)=:>5}'
x = f'{(lambda x=1: 2)=:>5}'
x = f'{(lambda x=1: 2)=!r:>5}'
x = f'{ {a: b}=}'
x = f'''{ # c
'\d' # d
=}'''
