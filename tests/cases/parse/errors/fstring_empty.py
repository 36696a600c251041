# compare: rejection
x = f'{}'
