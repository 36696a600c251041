# compare: tree
# Formatted strings whose fields are names at the margin.
f'', f'a', f'{{}}', F"a{{b}}c"
f'a' 'b', 'a' f'b', f'a' f'b', f'' 'a' f''
f'{a}'
f'{a}b'
f'{a}{b}'
f'{a!r}'
f'{a!s:b}'
f'{a:{b}}'
f'{a=}'
f'{a = }'
f'{a=!s}'
f'{a=:b}'
f'{a.b}{c[d]}{e(f)}'
rf'{a}\d'
fr"\{a}"
(f'{a}'
 'b'
 f'{c}')
x = f'{a}' + f'{b}'
f(f'{a}', b)
f'{a:>{b}}'
f'{a!a:{b}.{c}}'
f'''
{a}
{b}
'''
f'{(a, b)}{ {a} }{[a]}{-a}{a + b}{lambda_}'
f'{a if b else c}{a or b}{not a}'
f'{"a"}{"a" "b"}'
