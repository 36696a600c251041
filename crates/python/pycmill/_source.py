"""Sources in memory."""

import builtins
import marshal
import os
import types
from typing import Optional, Tuple, Union

from . import _pycmill
from ._exceptions import exception
from ._settings import Settings, Target
from .py_compile import PycInvalidationMode

Source = Union[str, bytes, bytearray, memoryview]
Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


def targets() -> Tuple[str, ...]:
    """The versions that can be written, oldest first."""
    return tuple(_pycmill.targets())


def compile(source: Source, filename: Path = "<string>", *, optimize: int = -1) -> types.CodeType:
    """Compile a module's source to a code object of the running interpreter.

    It is the one that ``compile(source, filename, "exec", dont_inherit=True, optimize=optimize)``
    returns; a source that is rejected raises the same exception.
    """
    code = marshal.loads(compile_source(source, filename, optimize=optimize))
    assert isinstance(code, types.CodeType)
    return code


def compile_source(
    source: Source,
    filename: Path = "<string>",
    *,
    optimize: int = -1,
    target: Target = None,
    invalidation_mode: Optional[PycInvalidationMode] = None,
) -> bytes:
    """Compile a module's source to bytes for any version.

    source:            text, or bytes in the encoding that they declare
    filename:          the name that goes into the code
    optimize:          0, 1 or 2; -1 is the level of the running interpreter
    target:            the version to write for ("3.13", "3.13.0", (3, 13));
                       the default is the running interpreter
    invalidation_mode: without one, the result is the marshalled code object;
                       with one of the two hash modes it is the whole .pyc file
    """
    data = source.encode() if isinstance(source, str) else bytes(source)
    if optimize not in (-1, 0, 1, 2):
        _refuse_level(optimize)
    settings = Settings(target, optimize)
    header = b""
    if invalidation_mode is not None:
        header = _pycmill.hash_header(data, PycInvalidationMode(invalidation_mode).name, settings.target)
    answer = _pycmill.compile_source(data, isinstance(source, str), os.fsdecode(filename), settings)
    if isinstance(answer, bytes):
        return header + answer
    raise exception(answer)


def _refuse_level(optimize: int) -> None:
    """Raises what the interpreter raises for levels that do not exist."""
    builtins.compile(b"", "", "exec", optimize=optimize)
