a += 1
a -= 1; a *= 2; a /= 3; a //= 4; a %= 5; a **= 6; a @= b
a <<= 1; a >>= 1; a &= 1; a |= 1; a ^= 1
a.b += 1
a[b] += c
a[b:c] -= d
a[b:c:d] *= e
a().b[c()] += d()
def f():
    global g
    x = 0
    x += 1
    g += x
    def h():
        nonlocal x
        x += 1
