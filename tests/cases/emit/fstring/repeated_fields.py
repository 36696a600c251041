def f(call, s, t):
    call(f'{s}() argument must be str, '
         f'not {s.name!r}' f'{s}')
    call(f'''
        {s} {t!r} {s}
        {s:>10} {
            t
        } {t.u(s,
               t)}
        {f'{s}'}
    ''')
    call(f'a{s:02d}'
         f'.{t:06d}')
