# compare: tree
# versions: 3.14-
# Exceptions in a row without parentheses.
try: a
except b, c: d
except e, f, g: h
try: a
except* b, c: d
try: a
except (b), c.d: e
