-a; +a; ~a; not a
a + b; a - b; a * b; a / b; a // b; a % b; a ** b; a @ b
a << b; a >> b; a & b; a | b; a ^ b
a + b * c ** -d
(a + b) * c
x = a + \
    b
x = (a
     + b
     * c)
