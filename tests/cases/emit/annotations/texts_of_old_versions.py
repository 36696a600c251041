# versions: 3.8-
from __future__ import annotations
def f(a: u'u' and b, c: lambda: (d := e)) -> u"v": pass
