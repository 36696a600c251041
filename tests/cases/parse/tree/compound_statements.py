# compare: tree
# Blocks.
if a: pass
if a: pass; pass
if a:
    b
elif c:
    d
elif e: f
else:
    g
if (a):
    if b:
        c
    else: d;
else:
    if e: f
while a: b
while a:
    b
else:
    c
for a in b: c
for a, b in c, d:
    e
else: f
for (a) in (b): pass
for (a, b) in c: pass
for [a, b], c in d: pass
for a, in b,: pass
for *a, b in c: pass
for a.b in c: pass
for a[b] in c: pass
for a(b).c in d: pass
for x in lambda: y: pass
try: a
finally: b
try: a
except: b
try:
    a
except b: c
except (d): e
except (f, g) as h: i
except j.k as l:
    m;
except: n
else: o
finally:
    p
if a:

    b

    # comment
  # comment

    c
# comment
if a:
	b
        # comment
	if c:
		d
