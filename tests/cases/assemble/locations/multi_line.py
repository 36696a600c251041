x = f(
    a,
    b=[
        c,
        d
    ],
)
y = (a
     .b
     .c(d)
     [e:
      f])
def g(
    a,
    b=(
        1 +
        z
    ),
):
    return (a if
            b else
            c)
z = {
    'a': 1,
    **b,
    'c': """
    text
    """,
}
if (a and
        b
        or c):
    pass
assert (
    x ==
    y
), (
    z
)
