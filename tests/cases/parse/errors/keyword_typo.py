if x:
    y
elze:
    z
