def f():
    try:
        try:
            a()
        except A as e:
            b(e)
        finally:
            c()
    except B:
        try:
            d()
        finally:
            try:
                e()
            except:
                return 1
    else:
        with x as y:
            try:
                return y
            finally:
                z()
    finally:
        w()
for x in y:
    try:
        try:
            continue
        finally:
            a
    except E:
        break
else:
    b
