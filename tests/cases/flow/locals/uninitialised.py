def a(x):
    if x:
        y = 1
    return y
def b():
    del c
    c = 1
    del c
    return c
def d(x):
    for i in x:
        j = i
    return i, j
def e():
    try:
        f = g()
    except E as h:
        pass
    return f, h
def k(x):
    x = y = z = x
    del y
    return x, z, y
def many(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, a17, a18, a19, a20, a21, a22, a23, a24, a25, a26, a27, a28, a29, a30, a31, a32, a33, a34, a35, a36, a37, a38, a39, a40, a41, a42, a43, a44, a45, a46, a47, a48, a49, a50, a51, a52, a53, a54, a55, a56, a57, a58, a59, a60, a61, a62, a63, a64, a65, a66, a67, a68, a69):
    x0 = a0; x1 = a1; x2 = a2; x3 = a3; x4 = a4; x5 = a5; x6 = a6; x7 = a7; x8 = a8; x9 = a9; x10 = a10; x11 = a11; x12 = a12; x13 = a13; x14 = a14; x15 = a15; x16 = a16; x17 = a17; x18 = a18; x19 = a19; x20 = a20; x21 = a21; x22 = a22; x23 = a23; x24 = a24; x25 = a25; x26 = a26; x27 = a27; x28 = a28; x29 = a29; x30 = a30; x31 = a31; x32 = a32; x33 = a33; x34 = a34; x35 = a35; x36 = a36; x37 = a37; x38 = a38; x39 = a39; x40 = a40; x41 = a41; x42 = a42; x43 = a43; x44 = a44; x45 = a45; x46 = a46; x47 = a47; x48 = a48; x49 = a49; x50 = a50; x51 = a51; x52 = a52; x53 = a53; x54 = a54; x55 = a55; x56 = a56; x57 = a57; x58 = a58; x59 = a59; x60 = a60; x61 = a61; x62 = a62; x63 = a63; x64 = a64; x65 = a65; x66 = a66; x67 = a67; x68 = a68; x69 = a69
    if a0: b = 1
    return b, x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15, x16, x17, x18, x19, x20, x21, x22, x23, x24, x25, x26, x27, x28, x29, x30, x31, x32, x33, x34, x35, x36, x37, x38, x39, x40, x41, x42, x43, x44, x45, x46, x47, x48, x49, x50, x51, x52, x53, x54, x55, x56, x57, x58, x59, x60, x61, x62, x63, x64, x65, x66, x67, x68, x69
