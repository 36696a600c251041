from __future__ import division, print_function, generator_stop
from __future__ import annotations, barry_as_FLUFL
def f(x: y): return lambda: (yield)
