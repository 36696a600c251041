try:
    x
except A, B as c:
    y
