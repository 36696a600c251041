f(rt'x{y}')
