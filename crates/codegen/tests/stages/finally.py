def f():
    for x in y:
        try:
            pass
        finally:
            if x:
                return 1  # warns
            break  # warns
        try:
            return 2
        finally:
            for z in x:
                break
            else:
                continue  # warns
            while z:
                return 3
            def g():
                return 4
            class A:
                continue  # warns
            try:
                return 5  # warns
            finally:
                pass
