# compare: rejection
x
    y
