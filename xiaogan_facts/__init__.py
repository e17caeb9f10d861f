"""The facts of one article on the Xiaogan High-tech Zone, in tables to validate and query."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # see `__getattr__`
    from xiaogan_facts.archive import Archive, facts, open, table
    from xiaogan_facts.database.connection import connect
    from xiaogan_facts.database.queries import queries
    from xiaogan_facts.gate.errors import Error
    from xiaogan_facts.gate.translation import speaking
    from xiaogan_facts.validation import validate

__version__ = "2.0.0"
__all__ = ["Archive", "Error", "__version__", "connect", "facts", "open", "queries", "speaking", "table", "validate"]

_MODULES = {
    "Archive": "archive",
    "Error": "gate.errors",
    "connect": "database.connection",
    "facts": "archive",
    "open": "archive",
    "queries": "database.queries",
    "speaking": "gate.translation",
    "table": "archive",
    "validate": "validation",
}


def __getattr__(name: str) -> Any:
    """Import a name when it is first used: polars and DuckDB take half a second, and few programs need both."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
