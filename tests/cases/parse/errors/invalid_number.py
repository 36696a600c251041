# compare: rejection
x = 0b12
