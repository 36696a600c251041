"""Audits, and listings of .pyc files of any version."""

import os
from typing import List, NamedTuple, Optional, Sequence, Union

from . import _pycmill
from ._settings import Target, target_name

Path = Union[str, bytes, "os.PathLike[str]", "os.PathLike[bytes]"]


class Finding(NamedTuple):
    """What an audit says of a .pyc file."""

    path: str
    #: "identical", "other-references", "other-places", "stale", "no-source",
    #: "unknown-version", "unreadable", "malformed" or "different".
    verdict: str
    #: The source, where it is known and exists.
    source: Optional[str]
    #: The release that the source was compiled for to get the most alike.
    release: Optional[str]
    #: Why the verdict is this one, or the first difference ("first" is the file).
    detail: Optional[str]

    @property
    def is_harmless(self) -> bool:
        """Whether the file holds the code of its source, and nothing else."""
        return self.verdict in ("identical", "other-references")


def audit(*paths: Path, targets: Sequence[Target] = (), code_only: bool = False, workers: int = 0) -> List[Finding]:
    """Find out whether .pyc files hold what their sources compile to.

    paths:     directories, searched for .pyc files, such files, wheels and zip files
    targets:   the releases that may have written them; without, any
    code_only: leave headers aside
    workers:   threads; 0 is one per processor

    Nothing is imported or executed, and files of any supported version are read.
    """
    names = [target_name(target) for target in targets]
    rows = _pycmill.audit([os.fsdecode(path) for path in paths], names, code_only, workers)
    return [Finding(os.fspath(row[0]), row[1], row[2] and os.fspath(row[2]), *row[3:]) for row in rows]


def disassemble(
    pyc: Union[str, "os.PathLike[str]", bytes, bytearray, memoryview],
    *,
    show_offsets: bool = False,
    show_positions: bool = False,
) -> str:
    """The instructions of a .pyc file, as the dis module of its version prints them.

    pyc: the path of the file, or its content as bytes, bytearray or memoryview

    Addresses of code objects are left out. Nothing is imported or executed.
    """
    if isinstance(pyc, (bytes, bytearray, memoryview)):
        content = bytes(pyc)
    else:
        with open(pyc, "rb") as file:
            content = file.read()
    return _pycmill.listing(content, show_offsets, show_positions)
