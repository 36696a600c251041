'a'
"it's"
b'bytes'
'\x00\xff\u1234\U0001F600'
'\ud800'
r'\raw'
'implicit' 'concat'
x = 'name'
y = 'not a name'
z = 'é', '漢字', '\N{BULLET}'
w = b'\x00\xff'
v = '''multi
line'''
u = 'x' * 5
