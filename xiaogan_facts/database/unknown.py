"""The error for an unknown name."""

from __future__ import annotations

from collections.abc import Iterable

from xiaogan_facts.gate.errors import Error
from xiaogan_facts.gate.suggest import did_you_mean


class UnknownNameError(Error, ValueError):
    """Raised for an unknown table, filter, query or parameter; the message names the nearest known one."""


def hint(word: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names, and all of them."""
    names = list(known)
    near = did_you_mean(word, names)
    return f"{near} There are: {', '.join(names)}" if near else f"there are: {', '.join(names)}"
