"""The facts of one article on the Xiaogan High-tech Zone, as tables that can be checked and queried."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiaogan_facts.database import connect, facts, queries, table
    from xiaogan_facts.validation import validate

__all__ = ["__version__", "connect", "facts", "queries", "table", "validate"]

_HOMES = {
    "connect": "xiaogan_facts.database",
    "facts": "xiaogan_facts.database",
    "queries": "xiaogan_facts.database",
    "table": "xiaogan_facts.database",
    "validate": "xiaogan_facts.validation",
}


def __getattr__(name: str) -> Any:
    """Load what was asked for only now, so that importing the package costs nothing."""
    if name == "__version__":
        return import_module("importlib.metadata").version("xiaogan-facts")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
