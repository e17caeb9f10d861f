"""The difference between two packages as frozen plain objects, in the order in which they are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.gate.translation import later, say

Kind = Literal["added", "removed", "changed", "same"]
WORDS = {
    "added": later("added"),
    "removed": later("removed"),
    "changed": later("changed"),
    "tables": later("tables"),
    "columns": later("columns"),
    "rows": later("rows"),
    "facts": later("facts"),
}
"""How the kinds of changes, and what is counted, are said."""

RowKey = tuple[str | None, ...]


@dataclass(frozen=True)
class PropertyChange:
    """A property of a descriptor, with its JSON values; None where it is not given."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True)
class ColumnChange:
    """A column that was added or removed, with the number of its values, or whose definition changed."""

    name: str
    kind: Kind
    values: int = 0
    properties: tuple[PropertyChange, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of a row that was added or removed, as it is written in the file."""

    column: str
    value: str | None


@dataclass(frozen=True)
class CellChange:
    """A cell of a row that is in both versions, as it is written in each file."""

    column: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class LoneRow:
    """A row that is in one version only; `key` is () if the table has none. `sentence` is that of a fact."""

    key: RowKey
    cells: tuple[Cell, ...]
    sentence: Bilingual | None = None


@dataclass(frozen=True)
class RowChange:
    """A row that is in both versions; `sentence` is that of a fact as it is now."""

    key: RowKey
    cells: tuple[CellChange, ...]
    sentence: Bilingual | None = None


@dataclass(frozen=True)
class RowRename:
    """A row that has another key than before, and is the same in every other cell."""

    before: RowKey
    after: RowKey
    sentence: Bilingual | None = None


@dataclass(frozen=True)
class TableChange:
    """A table in both versions, or in one. `rows_before` and `rows_after` count its rows, None where they are unread.

    `key` has the columns that tell which row is which; empty: whole rows were compared. `note` says why, or what else
    a reader must know, in words.
    """

    name: str
    kind: Kind
    rows_before: int | None = None
    rows_after: int | None = None
    key: tuple[str, ...] = ()
    properties: tuple[PropertyChange, ...] = ()
    columns: tuple[ColumnChange, ...] = ()
    added: tuple[LoneRow, ...] = ()
    removed: tuple[LoneRow, ...] = ()
    changed: tuple[RowChange, ...] = ()
    renamed: tuple[RowRename, ...] = ()
    note: str | None = None
    holds_facts: bool = False


@dataclass(frozen=True)
class Counts:
    """How many of one thing were added, removed, changed, or given another key."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    renamed: int = 0


@dataclass(frozen=True)
class Version:
    """A package as it is named at the head of the difference."""

    name: str | None
    version: str | None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name or say("a package without a name"), self.version)))


@dataclass(frozen=True)
class Difference:
    """All differences between two versions; `note` says why facts have no sentence if they should have one."""

    old: Version
    new: Version
    properties: tuple[PropertyChange, ...]
    tables: tuple[TableChange, ...]
    note: str | None = None

    @property
    def same(self) -> bool:
        """True if there is no difference."""
        return not self.properties and all(table.kind == "same" for table in self.tables)

    def counts(self) -> Mapping[str, Counts]:
        """Count the changes of tables, columns, rows, and of the rows that are facts."""
        kinds = [table.kind for table in self.tables]
        columns = [column.kind for table in self.tables for column in table.columns]
        return {
            "tables": Counts(kinds.count("added"), kinds.count("removed"), kinds.count("changed")),
            "columns": Counts(columns.count("added"), columns.count("removed"), columns.count("changed")),
            "rows": _rows(self.tables),
            "facts": _rows(tuple(table for table in self.tables if table.holds_facts)),
        }


def _rows(tables: tuple[TableChange, ...]) -> Counts:
    return Counts(
        sum(len(table.added) for table in tables),
        sum(len(table.removed) for table in tables),
        sum(len(table.changed) for table in tables),
        sum(len(table.renamed) for table in tables),
    )
