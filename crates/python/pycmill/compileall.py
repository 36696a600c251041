"""The functions of the standard module compileall.

Names, parameters, results, messages and exceptions are those of the running version's
module. There is one more parameter, ``target``; ``workers`` are threads.
"""

import compileall as _standard
import os
import sys
import types
from typing import Any, Callable, Iterable, List, Optional, Union

from . import _pycmill
from ._settings import Settings, Target
from .py_compile import PycInvalidationMode, mode_name

__all__ = ["compile_dir", "compile_file", "compile_path", "main"]

Path = Union[str, "os.PathLike[str]"]

_main = getattr(_standard, "main")
_compile_file = _standard.compile_file


def compile_dir(
    dir: Path,
    maxlevels: Optional[int] = None,
    ddir: Optional[Path] = None,
    force: bool = False,
    rx: Any = None,
    quiet: int = 0,
    legacy: bool = False,
    optimize: Union[int, Iterable[int]] = -1,
    workers: int = 1,
    invalidation_mode: Optional[PycInvalidationMode] = None,
    *,
    stripdir: Optional[Path] = None,
    prependdir: Optional[Path] = None,
    limit_sl_dest: Optional[Path] = None,
    hardlink_dupes: bool = False,
    target: Target = None,
) -> bool:
    """Byte-compile all .py files of a directory tree; return whether all went well.

    dir:        the directory
    maxlevels:  how many levels of directories are entered; by default
                sys.getrecursionlimit()
    ddir:       the directory that takes the place of dir in the code
    force:      compile files that are up to date, too
    rx:         an object with a method search; files for whose path it returns
                something true are passed over
    quiet:      1 prints errors only, 2 prints nothing
    legacy:     write x.pyc beside x.py
    optimize:   a level or several: 0, 1, 2; -1 is that of the running interpreter
    workers:    how many files are compiled at a time; 0 is one per processor
    invalidation_mode: how imports find out that a file is out of date
    stripdir, prependdir: what is taken off the left of the path in the code, and
                what is put there
    limit_sl_dest: pass over symlinks to files outside of this directory
    hardlink_dupes: make equal files of two levels one file with two names
    target:     the version to write for; by default the running interpreter
    """
    replaced = _replaced_compile_file()
    if replaced is not None:
        return _compile_each(replaced, dir, maxlevels, ddir, force, rx, quiet, legacy, optimize, workers,
                             invalidation_mode, stripdir, prependdir, limit_sl_dest, hardlink_dupes)
    request = Request(ddir, force, rx, quiet, legacy, optimize, invalidation_mode, stripdir, prependdir,
                      limit_sl_dest, hardlink_dupes)
    request.max_levels = max(0, sys.getrecursionlimit() if maxlevels is None else maxlevels)
    request.workers = workers
    return _pycmill.compile_dir(os.fspath(dir), request, Settings(target))


def compile_file(
    fullname: Path,
    ddir: Optional[Path] = None,
    force: bool = False,
    rx: Any = None,
    quiet: int = 0,
    legacy: bool = False,
    optimize: Union[int, Iterable[int]] = -1,
    invalidation_mode: Optional[PycInvalidationMode] = None,
    *,
    stripdir: Optional[Path] = None,
    prependdir: Optional[Path] = None,
    limit_sl_dest: Optional[Path] = None,
    hardlink_dupes: bool = False,
    target: Target = None,
) -> bool:
    """Byte-compile one file; return whether it went well.

    The parameters are those of compile_dir. What is no file, or has another suffix than
    .py, is passed over.
    """
    request = Request(ddir, force, rx, quiet, legacy, optimize, invalidation_mode, stripdir, prependdir,
                      limit_sl_dest, hardlink_dupes)
    return _pycmill.compile_file(os.fspath(fullname), request, Settings(target))


def compile_path(
    skip_curdir: bool = True,
    maxlevels: int = 0,
    force: bool = False,
    quiet: int = 0,
    legacy: bool = False,
    optimize: Union[int, Iterable[int]] = -1,
    invalidation_mode: Optional[PycInvalidationMode] = None,
    *,
    target: Target = None,
) -> bool:
    """Byte-compile the .py files in the directories of sys.path; return whether all went well.

    skip_curdir: pass over the current directory
    The other parameters are those of compile_dir; nothing is done any more after the
    first directory with a failure.
    """
    success = True
    for directory in sys.path:
        if skip_curdir and directory in ("", os.curdir):
            if quiet < 2:
                print("Skipping current directory")
        elif success:
            success = compile_dir(directory, maxlevels, None, force, quiet=quiet, legacy=legacy, optimize=optimize,
                                  invalidation_mode=invalidation_mode, target=target)
    return success


def main() -> Any:
    """The command line of the running version's module, for ``sys.argv``; returns whether all went well."""
    functions = {"compile_dir": compile_dir, "compile_file": compile_file, "compile_path": compile_path}
    return types.FunctionType(_main.__code__, {**vars(_standard), **functions}, "main")()


class Request:
    """What the extension module reads: the arguments of compile_dir or compile_file."""

    max_levels = 0
    workers = 1

    def __init__(
        self,
        ddir: Optional[Path],
        force: bool,
        rx: Any,
        quiet: int,
        legacy: bool,
        optimize: Union[int, Iterable[int]],
        invalidation_mode: Optional[PycInvalidationMode],
        stripdir: Optional[Path],
        prependdir: Optional[Path],
        limit_sl_dest: Optional[Path],
        hardlink_dupes: bool,
    ) -> None:
        self.destination = _path(ddir)
        self.force = bool(force)
        self.quiet = 0 if not quiet else 1 if quiet < 2 else 2
        self.legacy = bool(legacy)
        self.levels: List[int] = [optimize] if isinstance(optimize, int) else sorted(set(optimize))
        self.invalidation_mode = mode_name(invalidation_mode)
        self.strip_dir = _path(stripdir)
        self.prepend_dir = _path(prependdir)
        self.limit_symlinks = _path(limit_sl_dest)
        self.hardlink_dupes = bool(hardlink_dupes)
        self.write = _write
        self.skips: Optional[Callable[[str], Any]] = None if rx is None else lambda path: rx.search(path)
        self.escape = _escape()


def _path(path: Optional[Path]) -> Optional[str]:
    return None if path is None else os.fspath(path)


def _write(text: str) -> None:
    print(end=text)


def _escape() -> Optional[Callable[[str], str]]:
    """What escapes the characters that standard output lacks, if it can lack any."""
    encoding = getattr(sys.stdout, "encoding", None) or sys.getdefaultencoding()
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        return None
    return lambda text: text.encode(encoding, errors="backslashreplace").decode(encoding)


def _replaced_compile_file() -> Optional[Callable[..., Any]]:
    """compileall.compile_file, if somebody put another function there for compile_dir to call."""
    found: Callable[..., Any] = _standard.compile_file
    return None if found is compile_file or found is _compile_file else found


def _compile_each(
    function: Callable[..., Any], dir: Path, maxlevels: Optional[int], ddir: Optional[Path], force: bool, rx: Any,
    quiet: int, legacy: bool, optimize: Union[int, Iterable[int]], workers: int,
    invalidation_mode: Optional[PycInvalidationMode], stripdir: Optional[Path], prependdir: Optional[Path],
    limit_sl_dest: Optional[Path], hardlink_dupes: bool,
) -> bool:
    """compile_dir with another function for each file, one after the other."""
    success = True

    def call(path: str) -> bool:
        nonlocal success
        if not function(path, None, force, rx, quiet, legacy, optimize, invalidation_mode, stripdir=stripdir,
                        prependdir=prependdir, limit_sl_dest=limit_sl_dest, hardlink_dupes=hardlink_dupes):
            success = False
        return True

    if ddir is not None:
        if stripdir is not None or prependdir is not None:
            raise ValueError("Destination dir (ddir) cannot be used in combination with stripdir or prependdir")
        stripdir, prependdir = dir, ddir
    request = Request(None, False, None, quiet, False, -1, None, None, None, None, False)
    request.skips = call
    request.max_levels = max(0, sys.getrecursionlimit() if maxlevels is None else maxlevels)
    request.workers = min(workers, 1)
    _pycmill.compile_dir(os.fspath(dir), request, Settings())
    return success


if __name__ == "__main__":
    sys.exit(int(not main()))
