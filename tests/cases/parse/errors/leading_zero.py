# compare: rejection
x = 012
