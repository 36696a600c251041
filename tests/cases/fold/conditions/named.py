# versions: 3.8-
def f():
    if (total := 1 + 2) > 1:
        return (x := not not total) + (y := (1, 2)[0]) + (z := -1)
    return [w := 2 * 3, (v := lambda: 4 * 5)]
