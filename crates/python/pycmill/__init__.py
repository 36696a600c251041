"""Compiles Python source to CPython's .pyc files, byte for byte as CPython writes them.

``pycmill.py_compile`` and ``pycmill.compileall`` have the functions of the standard
modules of these names, with one more parameter: ``target``, the version to write for.
``pycmill.install()`` puts them in the place of the standard ones.

>>> import pycmill
>>> pycmill.compile("print('hello')", "hello.py").co_filename
'hello.py'
"""

from . import compileall, py_compile
from ._source import compile, compile_source, targets
from ._install import install, uninstall

__all__ = [
    "compile",
    "compile_source",
    "compileall",
    "install",
    "py_compile",
    "targets",
    "uninstall",
]
