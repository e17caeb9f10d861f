"""Find a phrase in the received copy: its line, its span, and the passages that hold it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from xiaogan_facts.folding import folded_text
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.gate.translation import say
from xiaogan_facts.locate._alignment import exact, through_damage
from xiaogan_facts.locate._units import Unit, units
from xiaogan_facts.paths import DESCRIPTOR
from xiaogan_facts.rules.received import fingerprint, read_source


class NotOnRecordError(CannotRunError):
    """Raised if a copy of the article is none of those on record: positions count in no other."""


@dataclass(frozen=True)
class Place:
    """Where a phrase stands: its line (1-based), its span in code points (0-based, end-exclusive), what the copy has.

    `passages` are the ids of those that the span touches; `damaged` tells that characters had to be bridged.
    """

    line: int
    char_start: int
    char_end: int
    passages: tuple[str, ...]
    printed: str
    damaged: bool


@dataclass(frozen=True)
class Places:
    """The places of a phrase in the order of the text; if there is none, those of the longest part that is found."""

    found: tuple[Place, ...]
    part: str = ""
    nearest: tuple[Place, ...] = ()


def locate(phrase: str, source: str | Path, package: str | Path | None = None) -> Places:
    """Find a phrase, in Simplified or Traditional characters, in a received copy of an article.

    `package` is another copy of the archive. Raises NotOnRecordError if the copy is not one of its sources,
    CannotRunError if there is no phrase or the copy cannot be read.
    """
    wanted = phrase.strip()
    if not wanted:
        raise CannotRunError(say("there is no phrase to look for"))
    text = read_source(source)
    copy = _Copy(text, _passages(text, source, package))
    if found := tuple(copy.places(wanted, bridge=True)):
        return Places(found)
    part = _longest_part(wanted, copy)
    return Places((), part, tuple(copy.places(part)) if part else ())


def _passages(text: str, source: str | Path, package: str | Path | None) -> pl.DataFrame:
    """Return the passages of the source that the text is the received copy of."""
    loaded = load(DESCRIPTOR if package is None else package)
    try:
        sources, passages = read_typed(loaded, "sources"), read_typed(loaded, "passages")
    except KeyError as error:
        raise CannotRunError(
            say("the package {name} has no table {error}: it is no archive of articles", name=loaded.name, error=error)
        ) from None
    found = fingerprint(text)
    known = sources.filter(pl.col("sha256") == found)
    if known.is_empty():
        on_record = say(" or ").join(sorted(sources["sha256"].drop_nulls()))
        raise NotOnRecordError(
            say(
                "{source}: this is not the received copy of an article on record, and positions count in "
                "no other. Its sha256 is {found}; on record is {on_record}",
                source=source,
                found=found,
                on_record=on_record,
            )
        )
    return passages.filter(pl.col("source_id") == known["source_id"][0])


class _Copy:
    """The received copy in units, a list for each line."""

    def __init__(self, text: str, passages: pl.DataFrame) -> None:
        self.text = text
        self.passages = passages.select("passage_id", "char_start", "char_end").rows()
        self.lines: list[list[Unit]] = []
        start = 0
        for line in text.split("\n"):
            self.lines.append(units(line, start))
            start += len(line) + 1

    def places(self, phrase: str, *, bridge: bool = False) -> Iterator[Place]:
        """Yield the places of a phrase; `bridge` looks for it through damage as well."""
        one = folded_text(phrase)
        for number, line in enumerate(self.lines, start=1):
            plain = dict(exact(one, line))
            bridged = dict(through_damage(phrase, line)) if bridge else {}
            apart = {first: last for first, last in bridged.items() if not _crosses(first, last, plain)}
            for first, last in sorted({**apart, **plain}.items()):
                yield self._place(number, line[first].start, line[last].end, damaged=first in apart)

    def _place(self, line: int, start: int, end: int, *, damaged: bool) -> Place:
        ids = tuple(key for key, first, last in self.passages if first < end and start < last)
        return Place(line, start, end, ids, self.text[start:end], damaged)

    def has(self, part: str) -> bool:
        return any(True for line in self.lines for _ in exact(part, line))


def _crosses(first: int, last: int, plain: dict[int, int]) -> bool:
    return any(start <= last and first <= end for start, end in plain.items())


def _longest_part(phrase: str, copy: _Copy) -> str:
    """Return the longest part of a phrase that is in the copy undamaged: a part of one that is found is found too."""
    one = folded_text(phrase)
    low, high, best = 0, len(one) - 1, ""
    while low < high:
        length = (low + high + 1) // 2
        part = next((start for start in range(len(one) - length + 1) if copy.has(one[start : start + length])), None)
        if part is None:
            high = length - 1
        else:
            low, best = length, phrase[part : part + length]
    return best
