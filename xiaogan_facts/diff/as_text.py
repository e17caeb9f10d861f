"""Write a difference for people at a terminal: the sums first, then each table with its rows, + - ~ and >."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.diff._escape import ABSENT, in_one_line, visible
from xiaogan_facts.diff._model import (
    WORDS,
    ColumnChange,
    Counts,
    Difference,
    LoneRow,
    PropertyChange,
    RowKey,
    TableChange,
)
from xiaogan_facts.gate.translation import say
from xiaogan_facts.output.width import padded


def as_text(difference: Difference) -> str:
    """Return the lines; a cell never takes more than one."""
    return "".join(f"{line}\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    names = f"{visible(str(difference.old))} -> {visible(str(difference.new))}"
    yield f"{names}: {say('the same') if difference.same else say('different')}"
    for what, counts in difference.counts().items():
        if what != "facts" or any(table.holds_facts for table in difference.tables):
            yield f"  {padded(say(WORDS[what]) + say(':'), 9)}{_worded(counts)}"
    if difference.note:
        yield say("  note: {note}", note=visible(difference.note))
    if difference.properties:
        yield from ("", say("package"))
        yield from _properties(difference.properties, "  ")
    for table in difference.tables:
        if table.kind != "same":
            yield ""
            yield from _table(table)
        elif table.note and table.rows_after is None:
            yield from ("", f"{visible(table.name)}: {table.note}")


def _worded(counts: Counts) -> str:
    words = [
        say("{added:,} added", added=counts.added),
        say("{removed:,} removed", removed=counts.removed),
        say("{changed:,} changed", changed=counts.changed),
    ]
    return say(", ").join(
        [*words, say("{renamed:,} with a new key", renamed=counts.renamed)] if counts.renamed else words
    )


def _table(table: TableChange) -> Iterator[str]:
    kind = f", {say(WORDS[table.kind])}" if table.kind != "changed" else ""
    by = say(", by {key}", key=_key(table.key)) if table.key else ""
    yield say(
        "{name}{kind} ({rows_before} -> {rows_after} rows{by})",
        name=visible(table.name),
        kind=kind,
        rows_before=_rows(table.rows_before),
        rows_after=_rows(table.rows_after),
        by=by,
    )
    if table.note:
        yield say("  note: {note}", note=visible(table.note))
    yield from _properties(table.properties, "  ")
    for column in table.columns:
        yield from _column(column)
    for row in table.added:
        yield from _row("+", row, table)
    for row in table.removed:
        yield from _row("-", row, table)
    for change in table.changed:
        yield "  ".join(filter(None, (f"  ~ {_key(change.key)}", _sentence(change.sentence))))
        yield from (f"      {visible(c.column)}: {visible(c.before)} -> {visible(c.after)}" for c in change.cells)
    for rename in table.renamed:
        keys = say("  > {before} is now {after}", before=_key(rename.before), after=_key(rename.after))
        yield "  ".join(filter(None, (keys, _sentence(rename.sentence))))


def _row(sign: str, row: LoneRow, table: TableChange) -> Iterator[str]:
    """Show a fact by its sentence, any other row by its key and cells."""
    cells = [cell for cell in row.cells if cell.value and cell.column not in table.key]
    words = "; ".join(f"{visible(cell.column)}: {visible(cell.value)}" for cell in cells)
    yield f"  {sign} " + "  ".join(filter(None, (_key(row.key), _sentence(row.sentence) or words)))


def _column(column: ColumnChange) -> Iterator[str]:
    values = "" if column.kind == "changed" else say(" (a value in {values:,} rows)", values=column.values)
    yield say("  column {kind}: {name}{values}", kind=say(WORDS[column.kind]), name=visible(column.name), values=values)
    yield from _properties(column.properties, "      ")


def _properties(changes: Iterable[PropertyChange], indent: str) -> Iterator[str]:
    for change in changes:
        before, after = (ABSENT if value is None else visible(_value(value)) for value in (change.before, change.after))
        yield f"{indent}{visible(change.name)}: {before} -> {after}"


def _value(value: object) -> str:
    return value if isinstance(value, str) else in_one_line(value)


def _rows(count: int | None) -> str:
    return ABSENT if count is None else f"{count:,}"


def _key(key: RowKey) -> str:
    return ", ".join(map(visible, key))


def _sentence(sentence: Bilingual | None) -> str:
    return "" if sentence is None else f"{visible(sentence.en)} / {visible(sentence.zh)}"
