# compare: rejection
f() = 1
