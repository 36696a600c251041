# compare: rejection
x = b'é'
