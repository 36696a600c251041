# compare: rejection
x = f'{a'
