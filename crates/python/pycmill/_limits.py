"""The memory that the process may still take, where it has a limit."""

from typing import Optional

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# Kept for the interpreter.
_RESERVE = 32 << 20


def memory() -> Optional[int]:
    """The bytes that compiling a file may need; None is no limit."""
    if resource is None:
        return None
    limits = [resource.getrlimit(which)[0] for which in (resource.RLIMIT_AS, resource.RLIMIT_DATA)]
    limits = [limit for limit in limits if limit != resource.RLIM_INFINITY]
    if not limits:
        return None
    return max(0, min(limits) - _used() - _RESERVE)


def _used() -> int:
    try:
        with open("/proc/self/statm", "rb") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0
