# compare: rejection
if x:
        y
    z
