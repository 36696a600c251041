"""What the running interpreter adds to the arguments of a function."""

import importlib.util
import os
import sys
from typing import Optional, Sequence, Union

from . import _pycmill, _warn
from ._limits import memory

#: A version: "3.13", "3.13.0", "cp313", (3, 13) or sys.version_info.
Target = Union[str, Sequence[object], None]

RUNNING = "%d.%d.%d" % sys.version_info[:3]


def target_name(target: Target) -> str:
    """The target as the library reads it; None is the running interpreter."""
    if target is None:
        return RUNNING
    if isinstance(target, str):
        return target
    return ".".join(str(part) for part in tuple(target)[:3])


def check_running() -> None:
    """Refuses an interpreter whose code is not that of the release with its number."""
    version = "%d.%d" % sys.version_info[:2]
    if sys.implementation.name != "cpython" or version not in _pycmill.targets():
        supported = ", ".join(_pycmill.targets())
        raise ValueError(f"{sys.implementation.name} {version} is not supported; supported: CPython {supported}")
    if importlib.util.MAGIC_NUMBER != _pycmill.magic_number(RUNNING):
        raise ValueError(f"{sys.version.split()[0]} does not write the files of CPython {version}")


def _has_columns() -> bool:
    positions = getattr(compile("x", "", "exec"), "co_positions", None)
    return positions is None or any(position[2] is not None for position in positions())


# Fixed when the interpreter starts.
_COLUMNS = _has_columns()
_ASCII_PATHS = sys.getfilesystemencoding() == "ascii"


class Settings:
    """What the extension module reads."""

    __slots__ = (
        "ascii_paths",
        "debug_ranges",
        "level",
        "max_str_digits",
        "memory",
        "pycache_prefix",
        "target",
        "warn",
        "would_raise",
    )

    def __init__(self, target: Target = None, optimize: int = -1) -> None:
        if target is None:
            check_running()
        self.target = target_name(target)
        self.level = sys.flags.optimize if optimize < 0 else optimize
        self.debug_ranges = _COLUMNS
        self.max_str_digits = getattr(sys, "get_int_max_str_digits", lambda: 4300)()
        self.ascii_paths = _ASCII_PATHS
        prefix: Optional[str] = sys.pycache_prefix
        self.pycache_prefix = None if prefix is None else os.fspath(prefix)
        self.memory = memory()
        self.warn = _warn.warn
        self.would_raise = _warn.would_raise
