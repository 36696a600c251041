# compare: rejection
x = '\x4'
