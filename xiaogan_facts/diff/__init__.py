"""What changed between two versions of a Data Package: tables, columns, and rows cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xiaogan_facts.diff.comparison import compare
    from xiaogan_facts.diff.model import Difference

__all__ = ["Difference", "compare"]


def __getattr__(name: str) -> Any:
    if name == "compare":
        from xiaogan_facts.diff.comparison import compare

        return compare
    if name == "Difference":
        from xiaogan_facts.diff.model import Difference

        return Difference
    raise AttributeError(name)
