import a
import a.b
import a.b.c
import a as b
import a.b as c
import a.b.c as d
import a, b.c, d as e
from a import b
from a import b as c, d
from a import (b, c as d,)
from . import a
from .a import b
from ...a.b import c
from a import *
def f():
    import a.b
    from a import b
    return a, b
