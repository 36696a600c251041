# compare: rejection
f(a=1, b)
