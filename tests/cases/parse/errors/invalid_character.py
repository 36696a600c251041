# compare: rejection
x = 1 $ 2
