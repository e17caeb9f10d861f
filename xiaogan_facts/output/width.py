"""The width of text in a terminal, and how it is folded: a Chinese character takes two columns."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator

_COLOURED = re.compile("\033\\[[0-9;]+m(.*?)\033\\[0m")
_NOT_FIRST = frozenset("，。、；：？！）》」』”’…,.;:?!)]}%")
_NOT_LAST = frozenset("（《「『“‘([{")


def width(text: str) -> int:
    """Return the columns that the text takes (Unicode Standard Annex 11; combining marks take none)."""
    return len(text) if text.isascii() else sum(map(_width_of, text))


def _width_of(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def terminal_width() -> int | None:
    """Return the width of the terminal, or that of COLUMNS; None if output goes to a file or another program."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() or "COLUMNS" in os.environ else None


def fold(text: str, columns: int) -> list[str]:
    """Return lines no wider than `columns` (at least 2), broken at spaces, hyphens and Chinese characters."""
    return [line for paragraph in text.split("\n") for line in _fold(paragraph, columns, _after_a_part)] or [""]


def fold_words(text: str, columns: int | None, hanging: str = "") -> list[str]:
    """Return lines broken at spaces and Chinese characters, all but the first of a paragraph behind `hanging`.

    A word that is wider than `columns`, such as a path, stays whole, so that it can be copied; None breaks no line.
    """
    if columns is None:
        return text.split("\n")
    lines: list[str] = []
    room = max(columns - len(hanging), 2)
    for paragraph in text.split("\n"):
        first, *others = _fold(paragraph, max(columns, 2), _after_a_word, whole=True, others=room)
        lines += [first, *(hanging + other.lstrip(" ") for other in others)]
    return lines


def folded(lines: Iterable[str], columns: int | None) -> Iterator[str]:
    """Yield indented lines broken at words, what follows a break indented by two more; a coloured word stays so."""
    for line in lines:
        if columns is None or len(line) < columns // 2:
            yield line
            continue
        bare = _COLOURED.sub(r"\1", line)
        first, *others = fold_words(bare, columns, " " * (len(bare) - len(bare.lstrip(" ")) + 2))
        coloured = _COLOURED.search(line)
        yield first.replace(coloured[1], coloured[0], 1) if coloured else first
        yield from others


def _fold(
    paragraph: str, columns: int, ends: Callable[[str], bool], *, whole: bool = False, others: int | None = None
) -> Iterator[str]:
    """Yield the lines of a paragraph, all but the first of `others` columns; `whole` words are never broken."""
    if width(paragraph) <= columns:
        yield paragraph
        return
    start = taken = 0
    last_break = 0
    for index, character in enumerate(paragraph):
        if index > start and _may_break(paragraph, index, ends):
            last_break = index
        taken += _width_of(character)
        if taken > columns and character != " " and (last_break > start or not whole):
            end = last_break if last_break > start else index
            yield paragraph[start:end].rstrip(" ")
            start = last_break = end
            columns = others or columns
            taken = width(paragraph[start : index + 1])
    yield paragraph[start:].rstrip(" ")


def _after_a_part(before: str) -> bool:
    return before in " -/_"


def _after_a_word(before: str) -> bool:
    return before == " "


def _may_break(text: str, index: int, ends: Callable[[str], bool]) -> bool:
    """Whether a line may end before the character at `index`."""
    before, after = text[index - 1], text[index]
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return ends(before) or _width_of(before) == 2 or _width_of(after) == 2


def padded(text: str, columns: int, *, right: bool = False) -> str:
    """Fill the text with spaces to `columns`, on its right or, for numbers, on its left."""
    spaces = " " * (columns - width(text))
    return spaces + text if right else text + spaces
