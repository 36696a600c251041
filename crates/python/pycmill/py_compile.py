"""The functions of the standard module py_compile.

Names, parameters, results, messages and exceptions are those of the running version's
module, whose objects are used: ``except py_compile.PyCompileError`` catches what
``pycmill.py_compile.compile`` raises. There is one more parameter, ``target``, and
``compile`` also takes a list of files.
"""

import builtins
import importlib.util
import os
import py_compile as _standard
import sys
import types
from py_compile import PyCompileError, PycInvalidationMode
from typing import Any, List, Optional, Sequence, Tuple, Union, overload

from . import _pycmill
from ._exceptions import exception
from ._settings import Settings, Target

__all__ = ["compile", "main", "PyCompileError", "PycInvalidationMode"]

Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]
Paths = Union[List[Any], Tuple[Any, ...]]

_main = _standard.main


@overload
def compile(
    file: Paths,
    cfile: Optional[Sequence[Any]] = None,
    dfile: Optional[Sequence[Any]] = None,
    doraise: bool = False,
    optimize: int = -1,
    invalidation_mode: Optional[PycInvalidationMode] = None,
    quiet: int = 0,
    *,
    target: Target = None,
) -> List[Any]: ...
@overload
def compile(
    file: Path,
    cfile: Optional[Path] = None,
    dfile: Optional[Path] = None,
    doraise: bool = False,
    optimize: int = -1,
    invalidation_mode: Optional[PycInvalidationMode] = None,
    quiet: int = 0,
    *,
    target: Target = None,
) -> Any: ...
def compile(
    file: Any,
    cfile: Any = None,
    dfile: Any = None,
    doraise: bool = False,
    optimize: int = -1,
    invalidation_mode: Optional[PycInvalidationMode] = None,
    quiet: int = 0,
    *,
    target: Target = None,
) -> Any:
    """Byte-compile one source file, or each of a list or tuple.

    file:     the source file
    cfile:    where to write; by default the cache file of the source
    dfile:    the name that goes into the code and into messages; by default that
              of the source
    doraise:  whether to raise PyCompileError for a source that is rejected; the
              message is printed to standard error otherwise
    optimize: 0, 1 or 2; -1 is the level of the running interpreter
    invalidation_mode: how imports find out that the file is out of date; by default
              by time and size, or by hash where SOURCE_DATE_EPOCH is set
    quiet:    2 prints and raises nothing for a source that is rejected
    target:   the version to write for ("3.13", "3.13.0", (3, 13)); by default the
              running interpreter

    Returns the path that was written, or None if the source was rejected. Files that
    cannot be read or written raise OSError.

    For a list of files, cfile and dfile are None or lists of the same length. All are
    compiled; then the first error is raised, or a list of the results returned.
    """
    if isinstance(file, (list, tuple)):
        return _compile_all(file, cfile, dfile, doraise, optimize, invalidation_mode, quiet, target)
    return _compile(file, cfile, dfile, doraise, optimize, invalidation_mode, quiet, target)


def _compile(
    file: Any,
    cfile: Any,
    dfile: Any,
    doraise: bool,
    optimize: int,
    invalidation_mode: Optional[PycInvalidationMode],
    quiet: int,
    target: Target,
) -> Any:
    if cfile is None:
        cfile = _cache_file(file, optimize, target)
    name = dfile or file
    if optimize in (-1, 0, 1, 2):
        failure = _write(file, cfile, dfile, optimize, invalidation_mode, target)
    else:
        failure = _invalid_level(file, name, optimize)
    if failure is None:
        return cfile
    if quiet < 2:
        if doraise:
            raise failure
        sys.stderr.write(failure.msg + "\n")
    return None


def _cache_file(file: Any, optimize: int, target: Target) -> Any:
    if target is not None:
        return _pycmill.cache_file(file, Settings(target, optimize))
    if optimize < 0:
        return importlib.util.cache_from_source(file)
    return importlib.util.cache_from_source(file, optimization=optimize or "")


def _write(
    file: Any,
    cfile: Any,
    dfile: Any,
    optimize: int,
    invalidation_mode: Optional[PycInvalidationMode],
    target: Target,
) -> Optional[PyCompileError]:
    """Writes the file; returns why the source was rejected."""
    code_name = os.fsdecode(dfile) if dfile else None
    settings = Settings(target, optimize)
    rejection = _pycmill.py_compile(
        os.fsdecode(file), os.fsdecode(cfile), code_name, mode_name(invalidation_mode), settings
    )
    if rejection is None:
        return None
    error = exception(rejection)
    return PyCompileError(type(error), error, dfile or file, rejection.text)


def _invalid_level(file: Any, name: Any, optimize: int) -> Optional[PyCompileError]:
    """What the interpreter answers, which reads the source first."""
    with open(file, "rb"):
        pass
    try:
        builtins.compile(b"", "", "exec", optimize=optimize)
    except Exception as error:
        return PyCompileError(type(error), error, name)
    return None


def mode_name(mode: Optional[PycInvalidationMode]) -> str:
    """The name of a mode, or of the default one. What is no mode is not checked, as in the standard module."""
    if mode is None:
        return "CHECKED_HASH" if os.environ.get("SOURCE_DATE_EPOCH") else "TIMESTAMP"
    for known in (PycInvalidationMode.TIMESTAMP, PycInvalidationMode.CHECKED_HASH):
        if mode == known:
            return known.name
    return "UNCHECKED_HASH"


def _compile_all(files: Paths, cfile: Any, dfile: Any, doraise: bool, *rest: Any) -> List[Any]:
    cfiles, dfiles = _for_each(files, cfile, "cfile"), _for_each(files, dfile, "dfile")
    results: List[Any] = []
    first_error: Optional[BaseException] = None
    for one, to, name in zip(files, cfiles, dfiles):
        try:
            results.append(_compile(one, to, name, doraise, *rest))
        except (PyCompileError, OSError, ValueError) as error:
            first_error = first_error or error
            results.append(None)
    if first_error is not None:
        raise first_error
    return results


def _for_each(files: Paths, values: Any, name: str) -> Sequence[Any]:
    if values is None:
        return [None] * len(files)
    if not isinstance(values, (list, tuple)) or len(values) != len(files):
        raise TypeError(f"{name} must be None or a list of {len(files)} for a list of {len(files)} files")
    return values


def main(*args: Any) -> Any:
    """The command line of the running version's module, for ``sys.argv``."""
    namespace = {**vars(_standard), "compile": compile}
    return types.FunctionType(_main.__code__, namespace, "main", _main.__defaults__)(*args)


if __name__ == "__main__":
    sys.exit(main())
