# compare: rejection
class = 1
