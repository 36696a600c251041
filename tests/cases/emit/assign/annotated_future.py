"""Docstring."""
from __future__ import annotations
a: int = 1
b: list[int, str]
def f(x: int, *args: a.b[c], y: "quoted" = 1, **kw: lambda z: z) -> (yes if no else maybe):
    v: x + 1 = 2
class A:
    x: {k: v for k, v in y}
    z: f"{x!r:>{y}}"
