"""A card as plain objects, in both languages; the modules `as_…` render it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xiaogan_facts.bilingual import Bilingual


@dataclass(frozen=True)
class Entry:
    """An entry of a card: `key` and `value` for programs, `label` and `lines` for people."""

    key: str
    label: Bilingual
    lines: tuple[Bilingual, ...]
    value: Any


@dataclass(frozen=True)
class Excerpt:
    """A passage of the reader's own copy of the article; `marks` are spans (start, end) of its `text`."""

    passage_id: str
    line: int
    text: str
    marks: tuple[tuple[int, int], ...]

    def pieces(self) -> Iterator[tuple[bool, str]]:
        """Yield the pieces of the text, each with whether it is marked."""
        at = 0
        for start, end in self.marks:
            yield False, self.text[at:start]
            yield True, self.text[start:end]
            at = end
        yield False, self.text[at:]


@dataclass(frozen=True)
class Card:
    """A row of `table`: its id, kind, title (a sentence or name), entries, and passages of the article."""

    id: str
    table: str
    kind: Bilingual
    title: Bilingual
    entries: tuple[Entry, ...]
    excerpts: tuple[Excerpt, ...] = ()
