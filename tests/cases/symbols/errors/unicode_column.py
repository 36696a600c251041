def f():
    é = "漢"; return_ = é; nonlocal x
