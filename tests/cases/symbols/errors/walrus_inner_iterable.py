[y for x in (z := w)]
