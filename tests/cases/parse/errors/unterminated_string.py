# compare: rejection
x = 'abc
