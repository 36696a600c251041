"""The compiler's warnings, given as the running interpreter gives its own."""

import builtins
import sys
import warnings
from typing import Any, Optional


def warn(category_name: str, message: str, filename: str, lineno: int, module: Optional[str] = None) -> bool:
    """Gives a warning; whether a filter makes it an error.

    Without a module it is about the file that is compiled, as from PyErr_WarnExplicitObject.
    With one it is about a line of that module, which remembers what it was warned of.
    """
    category = getattr(builtins, category_name)
    try:
        if module is None:
            warnings.warn_explicit(message, category, filename, lineno)
        else:
            registry = vars(sys.modules[module]).setdefault("__warningregistry__", {})
            warnings.warn_explicit(message, category, filename, lineno, module, registry)
    except category:
        return True
    return False


def would_raise(category_name: str, message: str, lineno: int, module: Optional[str]) -> bool:
    """Whether the first filter that fits makes the warning an error."""
    category = getattr(builtins, category_name)
    for action, text, filtered, where, line in _filters():
        if (
            issubclass(category, filtered)
            and line in (0, lineno)
            and _fits(text, message)
            and _fits(where, module or "")
        ):
            return bool(action == "error")
    return getattr(warnings, "defaultaction", "default") == "error"


def _filters() -> Any:
    # From 3.14 on, each context can have its own.
    return getattr(warnings, "_get_filters", lambda: warnings.filters)()


def _fits(pattern: Any, text: str) -> bool:
    if pattern is None:
        return True
    return pattern == text if isinstance(pattern, str) else pattern.match(text) is not None
