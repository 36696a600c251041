# compare: rejection
print x
