# compare: rejection
if x
    y
