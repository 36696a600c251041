def f():
    try:
        assert not x
    finally:
        y()
