x = f"{{\
"
x = 'a' f'\
{b}'
x = 'a' '' f'\N{BULLET}\
{b}' u''
x = F"\
\
{a=}}}}}"
x = f'''{{}}\
{x.a}'''
