# compare: rejection
x = """abc
