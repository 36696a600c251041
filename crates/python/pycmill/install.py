"""Runs a program with pycmill's functions in the place of py_compile's and compileall's.

    python -m pycmill.install -m pip install --no-index ./dist/*.whl
    python -m pycmill.install setup.py install

The module or script runs in one process in which the functions of the standard modules
are pycmill's. Processes that it starts are not changed. In a program of your own, call
``pycmill.install()``.
"""

import sys
import types

from ._install import install, main


class _Callable(types.ModuleType):
    """pycmill.install() works where this module was imported, too, and took that name."""

    def __call__(self) -> None:
        install()


sys.modules[__name__].__class__ = _Callable

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
