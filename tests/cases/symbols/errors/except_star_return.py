def f():
    try: a
    except* E: return 1
