"""The functions of the Rust library, with every argument explicit."""

import os
from typing import List, Optional, Tuple, Union, final

from ._settings import Settings
from .compileall import Request

_Path = Union[str, "os.PathLike[str]"]

@final
class Rejection:
    """Why a source was rejected: the parts of the exception that compile() raises."""

    class_name: str
    message: str
    place: Optional[Tuple[str, int, Optional[int], Optional[str], Optional[int], Optional[int]]]
    text: str

def targets() -> List[str]: ...
def magic_number(target: str) -> bytes: ...
def cache_file(file: _Path, settings: Settings) -> str: ...
def py_compile(
    file: _Path, cfile: _Path, dfile: Optional[_Path], invalidation_mode: str, settings: Settings
) -> Optional[Rejection]: ...
def compile_source(source: bytes, is_text: bool, filename: str, settings: Settings) -> Union[bytes, Rejection]: ...
def hash_header(source: bytes, invalidation_mode: str, target: str) -> bytes: ...
def compile_dir(directory: _Path, request: Request, settings: Settings) -> bool: ...
def compile_file(file: _Path, request: Request, settings: Settings) -> bool: ...
