"""The width of text in a terminal, and how it is folded: a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

_NOT_FIRST = frozenset("，。、；：？！）》」』”’…,.;:?!)]}%")
_NOT_LAST = frozenset("（《「『“‘([{")


def width(text: str) -> int:
    """Return the columns that the text takes (Unicode Standard Annex 11; combining marks take none)."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def _width_of(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def fold(text: str, columns: int) -> list[str]:
    """Return lines no wider than `columns` (at least 2), broken at spaces, hyphens and Chinese characters."""
    return [line for paragraph in text.split("\n") for line in _fold(paragraph, columns)] or [""]


def _fold(paragraph: str, columns: int) -> Iterator[str]:
    if width(paragraph) <= columns:
        yield paragraph
        return
    start = taken = 0
    last_break = 0
    for index, character in enumerate(paragraph):
        if index > start and _may_break(paragraph, index):
            last_break = index
        taken += _width_of(character)
        if taken > columns and character != " ":
            end = last_break if last_break > start else index
            yield paragraph[start:end].rstrip(" ")
            start = last_break = end
            taken = width(paragraph[start : index + 1])
    yield paragraph[start:].rstrip(" ")


def _may_break(text: str, index: int) -> bool:
    """Whether a line may end before the character at `index`."""
    before, after = text[index - 1], text[index]
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return before in " -/_" or _width_of(before) == 2 or _width_of(after) == 2


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Fill the text with spaces to `columns`, on its right or, for numbers, on its left."""
    spaces = " " * (columns - width(text))
    return spaces + text if right else text + spaces
