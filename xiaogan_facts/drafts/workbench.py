"""Where a new fact stands: the article, the passage and the words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package, load
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.gate.translation import say
from xiaogan_facts.locate import locate
from xiaogan_facts.paths import CHECKOUT, DESCRIPTOR
from xiaogan_facts.rules.received import fingerprint, read_source

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Spot:
    """Where a new fact stands: its article as a row, its line, and the passages that it may be in.

    `span` are its words in the received copy and `text` what they are, None where that is not known yet.
    """

    source: Row
    line: int
    passages: tuple[Row, ...]
    span: tuple[int, int] | None = None
    text: str | None = None

    def common(self, column: str) -> Any:
        """Return what all the passages have in a column, None if they differ or have nothing."""
        found = {row[column] for row in self.passages}
        return found.pop() if len(found) == 1 else None


class Workbench:
    """The tables that a draft is made from. Raises CannotRunError for an installed copy, in which nobody edits."""

    def __init__(self, package: str | Path | None) -> None:
        if package is None and CHECKOUT is None:
            raise CannotRunError(
                say("this is an installed copy, and a row is added to a checkout: name it with --package")
            )
        self.path = DESCRIPTOR if package is None else Path(package)

    @cached_property
    def package(self) -> Package:
        return load(self.path)

    def columns(self, table: str) -> list[str]:
        schema = self.package.resource(table).schema
        return [field.name for field in schema.fields] if schema else []

    def rows(self, table: str) -> list[Row]:
        return list(read_typed(self.package, table).iter_rows(named=True))

    def row(self, table: str, key: str | None) -> Row | None:
        """Return the row with that key, None if there is none."""
        column = self.columns(table)[0]
        return next((row for row in self.rows(table) if key and row[column] == key), None)

    def spot(self, line: int | None, phrase: str | None, copy: Path | None) -> Spot:
        """Find where a fact stands: `phrase` in a copy, on `line` if it is given, or the passages of that line.

        Raises CannotRunError for a phrase that is not found once, and for a line that there is not.
        """
        if phrase is not None:
            return self._spot_of(phrase, line, copy)
        if line is None:
            raise CannotRunError(say("say where the fact stands: --line N, or --phrase with --source"))
        passages = tuple(row for row in self.rows("passages") if row["line"] == line)
        if not passages:
            raise CannotRunError(
                say("there is no passage on line {line}; count the lines of the copy from 1", line=line)
            )
        source = self._source(passages[0]["source_id"])
        if len({row["source_id"] for row in passages}) > 1:
            raise CannotRunError(
                say("several articles have a line {line}; tell which with --phrase and --source", line=line)
            )
        if len(passages) > 1:
            return Spot(source, line, passages)
        span = passages[0]["char_start"], passages[0]["char_end"]
        return Spot(source, line, passages, span, None if copy is None else read_source(copy)[slice(*span)])

    def _spot_of(self, phrase: str, line: int | None, copy: Path | None) -> Spot:
        if copy is None:
            raise CannotRunError(say("a phrase is looked for in a copy of the article: name it with --source"))
        places = [place for place in locate(phrase, copy, self.path).found if line in (None, place.line)]
        if len(places) != 1:
            there = ", ".join(
                say("line {line} ({char_start})", line=place.line, char_start=place.char_start) for place in places
            )
            cure = (
                say("give more of its words, or --line") if there else say("`xiaogan-facts locate` shows the nearest")
            )
            raise CannotRunError(
                say(
                    "'{phrase}' is found {places} times{more}; {cure}",
                    phrase=phrase,
                    places=len(places),
                    more=say(": {there}", there=there) if there else "",
                    cure=cure,
                )
            )
        [place] = places
        if len(place.passages) != 1:
            raise CannotRunError(
                say(
                    "'{phrase}' runs over {passages}; a fact stands in one passage",
                    phrase=phrase,
                    passages=say(" and ").join(place.passages),
                )
            )
        passage = self.row("passages", place.passages[0])
        assert passage  # the place was found in it
        found = fingerprint(read_source(copy))
        source = next(row for row in self.rows("sources") if row["sha256"] == found)
        return Spot(source, place.line, (passage,), (place.char_start, place.char_end), place.printed)

    def _source(self, key: str) -> Row:
        source = self.row("sources", key)
        if source is None:
            raise CannotRunError(
                say("{file}: there is no source '{key}'; run `xiaogan-facts validate`", file=self.package.file, key=key)
            )
        return source
