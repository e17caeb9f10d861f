"""What to say of a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from xiaogan_facts.gate.errors import Error
from xiaogan_facts.gate.suggest import did_you_mean


class UnknownNameError(Error, ValueError):
    """Raised for a table, filter, query or parameter that is not there; the message names the nearest one."""


def hint(word: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names, and all of them."""
    names = list(known)
    return f"{did_you_mean(word, names)} There are: {', '.join(names)}".lstrip()
