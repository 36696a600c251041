def f(x, a, b):
    for i in x:
        if a:
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
            x.y(a, b, i)
        elif b:
            continue
        else:
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
            a.z[i] += b
    while a and b:
        try:
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
            b.c = a + b * i
        except E:
            break
    return x
