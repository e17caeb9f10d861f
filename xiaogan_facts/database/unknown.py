"""What to say of a name that is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from xiaogan_facts.gate.errors import Error


class UnknownNameError(Error, ValueError):
    """Raised for a table, filter, query or parameter that is not there; the message names the nearest one."""


def hint(word: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names, and all of them."""
    names = list(known)
    near = difflib.get_close_matches(word, names, n=1)
    return f"{f'did you mean {near[0]!r}? ' if near else ''}There are: {', '.join(names)}"
