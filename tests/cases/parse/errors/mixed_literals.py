# compare: rejection
x = 'a' b'b'
