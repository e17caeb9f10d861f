"""CSV bytes as tables: string cells in batches for whoever checks, typed columns for whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiaogan_facts.tables.typed import read_typed

__all__ = ["read_typed"]


def __getattr__(name: str) -> Any:
    if name == "read_typed":
        from xiaogan_facts.tables.typed import read_typed

        return read_typed
    raise AttributeError(name)
