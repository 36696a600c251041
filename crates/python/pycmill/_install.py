"""These functions in the place of the standard ones.

Invariant: everything that the functions need is imported before they are put in place; pip forbids imports while it installs.
"""

import compileall as _compileall
import importlib.util
import os
import py_compile as _py_compile
import runpy
import sys
from typing import Any, List

from . import _settings, compileall, py_compile

_PLACES = (
    (_py_compile, py_compile, ("compile",)),
    (_compileall, compileall, ("compile_dir", "compile_file", "compile_path")),
)
_ORIGINALS = [(standard, name, getattr(standard, name)) for standard, _, names in _PLACES for name in names]


def install() -> None:
    """Put pycmill's functions in the place of those of py_compile and compileall.

    Everything that calls them through the modules is changed, for this process: pip,
    setuptools, installer. What took a function out of a module before is not. The
    modules keep their exceptions, modes and command lines. Raises ValueError if the
    running interpreter is not supported.
    """
    _settings.check_running()
    for standard, ours, names in _PLACES:
        for name in names:
            setattr(standard, name, getattr(ours, name))


def uninstall() -> None:
    """Put the standard functions back."""
    for standard, name, original in _ORIGINALS:
        setattr(standard, name, original)


def main(arguments: List[str]) -> Any:
    """Run a module (-m NAME) or a script with these functions installed."""
    if not arguments or arguments == ["-m"]:
        print("usage: python -m pycmill.install (-m MODULE | SCRIPT) [ARGUMENT ...]", file=sys.stderr)
        return 2
    install()
    if arguments[0] != "-m":
        sys.argv[:] = arguments
        if not getattr(sys.flags, "safe_path", False):
            sys.path[0] = os.path.dirname(os.path.abspath(arguments[0]))
        runpy.run_path(arguments[0], run_name="__main__")
        return 0
    module = arguments[1]
    sys.argv[:] = arguments[1:]
    if module in ("compileall", "py_compile"):
        return _run_command(module)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
    return 0


def _run_command(module: str) -> Any:
    """Runs a command of ours. runpy would make a fresh module, with the standard functions."""
    spec = importlib.util.find_spec(module)
    if spec is not None and spec.origin is not None:
        sys.argv[0] = spec.origin
        sys.modules["__main__"].__spec__ = spec
    if module == "py_compile":
        return py_compile.main()
    return int(not compileall.main())
