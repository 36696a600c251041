"""Python's exceptions for sources that are rejected."""

import builtins
import sys

from ._pycmill import Rejection


# File, line, offset and text; from 3.10 on also the end.
_PARTS = 6 if sys.version_info >= (3, 10) else 4


def exception(rejection: Rejection) -> Exception:
    """The exception that compile() raises for such a source."""
    kind = getattr(builtins, rejection.class_name)
    if rejection.place is not None:
        found = kind(rejection.message, rejection.place[:_PARTS])
    elif rejection.message:
        found = kind(rejection.message)
    else:
        found = kind()
    assert isinstance(found, Exception)
    return found
