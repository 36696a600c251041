


1
pass
