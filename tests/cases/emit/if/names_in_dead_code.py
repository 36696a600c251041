def f():
  if 1: pass
  else:
    import a.c.d as x
    import b.e
    from g import h
    i.j
    k()
    del l.m
    n.o = 1
    p.q()
    raise r
def g():
  if 0:
    import a.c as x
    with s.t as u: v.w
    for y.z in aa.bb: cc.dd.ee += 1
    global ff
    ff = 1
    hh: ii = 3
    class jj(kk): ll = 1
    @mm.nn
    def oo(pp=qq.rr): pass
    try: pass
    except ss.tt as uu: pass
    assert vv.ww, xx.yy
