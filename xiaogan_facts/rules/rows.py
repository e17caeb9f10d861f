"""The archive's tables as rules read them: rows that look one another up by key, position or any other column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, TypeVar

import polars as pl

from xiaogan_facts.gate.suggest import did_you_mean
from xiaogan_facts.gate.tables.reader import LINE
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.schemas import as_defined

T = TypeVar("T")

FACT_KEYS = MappingProxyType({table: f"{table.removesuffix('s')}_id" for table in FACT_TABLES})
KEYS = MappingProxyType(
    {
        "sources": "source_id",
        "passages": "passage_id",
        "entities": "entity_id",
        "units": "unit_id",
        "indicators": "indicator_id",
        "predicates": "predicate_id",
        **FACT_KEYS,
        "mentions": "mention_id",
        "caveats": "caveat_id",
    }
)
TABLES = tuple(KEYS)


class AbsentError(Exception):
    """A table, or a column of it, that a rule needs is not there: the rule cannot run. `args` are their names."""


class UnstatedError(Exception):
    """A cell that a rule needs is empty, or a key leads nowhere: the gate reports that, so the rule says nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A record of a table: `row[column]` is a cell that must hold a value, `row.get(column)` one that may not."""

    table: str
    cells: Mapping[str, Any]

    def __getitem__(self, column: str) -> Any:
        value = self.get(column)
        if value is None:
            raise UnstatedError
        return value

    def get(self, column: str) -> Any:
        """Return the value of a cell, None if it is missing. Raises AbsentError if the table has no such column.

        An empty cell counts as missing, also where a column has other words for that: the gate reports it.
        """
        if column not in self.cells:
            raise AbsentError(self.table, column)
        value = self.cells[column]
        return None if value == "" else value

    @property
    def key(self) -> str:
        """The row's own key."""
        return str(self[KEYS[self.table]])

    @property
    def where(self) -> str:
        """How a message points at the row: its key and, if known, its physical line."""
        line = self.cells.get(LINE)
        return (
            self.key
            if line is None
            else say("{key} (line {line} of {table}.csv)", key=self.key, line=line, table=self.table)
        )

    @property
    def span(self) -> tuple[int, int]:
        """The position of its words in the received copy: 0-based, end-exclusive, in Unicode code points."""
        return self["char_start"], self["char_end"]

    def texts(self, suffix: str = "") -> list[tuple[str, str]]:
        """Return its cells that hold text, with their columns, if the column's name ends in `suffix`."""
        cells = ((name, cell) for name, cell in self.cells.items() if name.endswith(suffix))
        return [(name, cell) for name, cell in cells if isinstance(cell, str) and cell]


@dataclass(frozen=True, eq=False)
class Tables:
    """The typed tables as rules read them, and the copies of articles that are at hand: their texts by sha256."""

    frames: Mapping[str, pl.DataFrame]
    copies: Mapping[str, str] = field(default_factory=dict)
    _rows: dict[str, list[Row]] = field(default_factory=dict, init=False, repr=False)
    _indexes: dict[tuple[str, ...], dict[Any, list[Row]]] = field(default_factory=dict, init=False, repr=False)
    _computed: dict[Callable[[Tables], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def rows(self, table: str) -> list[Row]:
        """Return all rows of a table. Raises AbsentError if there is no such table."""
        if table not in self.frames:
            raise AbsentError(table)
        if table not in self._rows:
            frame = as_defined(table, self.frames[table])
            self._rows[table] = [Row(table, cells) for cells in frame.iter_rows(named=True)]
        return self._rows[table]

    def placed(self, table: str) -> list[Row]:
        """Return the rows of a table that have a position; the gate reports the others."""
        return [row for row in self.rows(table) if None not in map(row.get, ("source_id", "char_start", "char_end"))]

    def where(self, table: str, column: str, value: Any) -> list[Row]:
        """Return the rows of a table that hold `value` in a column."""
        if (table, column) not in self._indexes:
            index: dict[Any, list[Row]] = defaultdict(list)
            for row in self.rows(table):
                index[row.get(column)].append(row)
            self._indexes[table, column] = dict(index)
        return self._indexes[table, column].get(value, [])

    def get(self, table: str, key: str) -> Row:
        """Return the row with that key. Raises UnstatedError if there is none."""
        found = self.where(table, KEYS[table], key)
        if not found:
            raise UnstatedError
        return found[0]

    def cached(self, compute: Callable[[Tables], T]) -> T:
        """Return `compute(self)`, computed only once."""
        if compute not in self._computed:
            self._computed[compute] = compute(self)
        found: T = self._computed[compute]
        return found

    @cached_property
    def facts(self) -> Mapping[str, Row]:
        """Every fact of the five fact tables by its id."""
        return {row.cells[key]: row for table, key in FACT_KEYS.items() for row in self.rows(table) if row.get(key)}

    @cached_property
    def passages(self) -> Mapping[str, list[Row]]:
        """The passages of each source in the order of their positions, those without positions left out."""
        placed: dict[str, list[Row]] = defaultdict(list)
        for row in sorted(self.placed("passages"), key=lambda row: row.span):
            placed[row["source_id"]].append(row)
        return placed

    @cached_property
    def _spans(self) -> Mapping[str, list[tuple[int, int, Row]]]:
        return {source: [(*row.span, row) for row in rows] for source, rows in self.passages.items()}

    def passages_around(self, row: Row) -> list[Row]:
        """Return the passages that hold the row's whole span."""
        start, end = row.span
        spans = self._spans.get(row["source_id"], [])
        return [passage for first, last, passage in spans if first <= start and end <= last]

    def passage_of(self, row: Row) -> Row:
        """Return the passage that holds the row's first character. Raises UnstatedError if there is none."""
        start, _ = row.span
        for first, last, passage in self._spans.get(row["source_id"], []):
            if first <= start < last:
                return passage
        raise UnstatedError


def of_code(meanings: Mapping[str, T], code: str) -> T:
    """Return what a code means to a rule. Raises UnstatedError for a code that there is not: the gate reports that."""
    if code not in meanings:
        raise UnstatedError
    return meanings[code]


def nearest(wanted: str, among: Mapping[str, Any]) -> str:
    """Return the suggestion of valid ids as the end of a remedy, "" if none is near."""
    suggestion = did_you_mean(wanted, sorted(among))
    return say("; ") + suggestion if suggestion else ""
