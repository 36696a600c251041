é = 'ü' + ä
漢 = f(é, '字')[漢].ö
ﬁ = ﬁ
def ª(µ): return µ
print("😀", a, b)
