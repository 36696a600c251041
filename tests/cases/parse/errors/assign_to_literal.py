# compare: rejection
1 = x
