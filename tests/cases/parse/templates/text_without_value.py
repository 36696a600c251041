# versions: 3.14-
x = t"{{\
" t'\
{b}'
x = t'{v:\N{BULLET}>3}'
