x = {y for a[0] in b if (a := c)}
