"""Python's exceptions for sources that are rejected."""

import builtins

from ._pycmill import Rejection


def exception(rejection: Rejection) -> Exception:
    """The exception that compile() raises for such a source."""
    kind = getattr(builtins, rejection.class_name)
    if rejection.place is not None:
        found = kind(rejection.message, rejection.place)
    elif rejection.message:
        found = kind(rejection.message)
    else:
        found = kind()
    assert isinstance(found, Exception)
    return found
