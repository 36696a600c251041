"""Compiles Python source to CPython's .pyc files, byte for byte as CPython writes them.

``pycmill.py_compile`` and ``pycmill.compileall`` have the functions of the standard
modules of these names, with one more parameter: ``target``, the version to write for.
``pycmill.install()`` puts them in the place of the standard ones. ``pycmill.audit`` finds
.pyc files that do not hold what their sources compile to, ``pycmill.disassemble`` shows
what is in one.

>>> import pycmill
>>> pycmill.compile("print('hello')", "hello.py").co_filename
'hello.py'
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import compileall, py_compile
    from ._install import install, uninstall
    from ._looking import Finding, audit, disassemble
    from ._source import compile, compile_source, targets

__all__ = [
    "Finding",
    "audit",
    "compile",
    "compile_source",
    "compileall",
    "disassemble",
    "install",
    "py_compile",
    "targets",
    "uninstall",
]

_MODULES = {
    "Finding": "_looking",
    "audit": "_looking",
    "compile": "_source",
    "compile_source": "_source",
    "disassemble": "_looking",
    "install": "_install",
    "targets": "_source",
    "uninstall": "_install",
}


def __getattr__(name: str) -> Any:
    """Imports what is used first: `python -m pycmill.compileall` must not find that module imported."""
    if name in ("compileall", "py_compile"):
        return importlib.import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value
