# compare: rejection
x = (1]
