"%s" % a
"%s %s" % (a, b)
"%r and %a" % (a, b)
"%d" % (a,)
"%s%%%s" % (a, b)
"%10s|%-5s|%.3s" % (a, b, c)
"%(a)s" % a
"%s" % (a, b)
"no" % ()
"%c" % (a,)
"".join(a)
"{}".format(a)
