del (b, *a)
