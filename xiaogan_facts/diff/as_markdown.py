"""Write a difference as GitHub Flavored Markdown, in which no cell of the data becomes markup, a link or a mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.diff._escape import ABSENT, code, in_one_line, prose
from xiaogan_facts.diff._model import WORDS, Difference, LoneRow, PropertyChange, RowKey, TableChange
from xiaogan_facts.gate.translation import say

NOTHING = "–"


def as_markdown(difference: Difference) -> str:
    """Return headings and tables; whatever comes from the packages is in code spans, or is plain words."""
    return "".join(f"{line}\n" for line in _lines(difference))


def _lines(difference: Difference) -> Iterator[str]:
    yield f"## {code(str(difference.old))} → {code(str(difference.new))}"
    yield ""
    if difference.same:
        yield say("Nothing has changed.")
    else:
        counts = [
            (what, each) for what, each in difference.counts().items() if what != "facts" or _has_facts(difference)
        ]
        yield from _table(
            ("", say("added"), say("removed"), say("changed"), say("new key")),
            ((say(WORDS[what]), *map(_number, (c.added, c.removed, c.changed, c.renamed))) for what, c in counts),
        )
    if difference.note:
        yield from ("", say("Note: {note}", note=code(difference.note)))
    if difference.properties:
        yield from ("", f"### {say('The package')}", "")
        yield from _properties(difference.properties)
    for table in difference.tables:
        if table.kind != "same":
            yield from _changes(table)
        elif table.note and table.rows_after is None:
            yield from ("", f"{code(table.name)}: {table.note}.")


def _has_facts(difference: Difference) -> bool:
    return any(table.holds_facts for table in difference.tables)


def _changes(table: TableChange) -> Iterator[str]:
    yield from ("", f"### {code(table.name)}{'' if table.kind == 'changed' else ', ' + say(WORDS[table.kind])}", "")
    sizes = " → ".join(ABSENT if count is None else f"{count:,}" for count in (table.rows_before, table.rows_after))
    by = say(", matched by {code}", code=", ".join(map(code, table.key))) if table.key else ""
    note = say(" Note: {note}.", note=table.note) if table.note else ""
    yield say("Rows: {sizes}{by}.{note}", sizes=sizes, by=by, note=note)
    if table.properties:
        yield ""
        yield from _properties(table.properties)
    if table.columns:
        yield ""
        yield from _columns(table)
    for word, rows in (("added", table.added), ("removed", table.removed)):
        if rows:
            yield ""
            yield from _table(
                (say(WORDS[word]), say("what it says")), ((_key(row.key), _words(row, table)) for row in rows)
            )
    if table.changed:
        yield ""
        yield from _table((say("changed"), say("column"), say("before"), say("after")), _changed(table))
    if table.renamed:
        yield ""
        keys = ((_key(row.before), _with_sentence(row.after, row.sentence)) for row in table.renamed)
        yield from _table((say("key before"), say("key now")), keys)


def _changed(table: TableChange) -> Iterator[tuple[str, ...]]:
    """Yield a row of the Markdown table for each cell that changed; the sentence of a fact comes once."""
    for row in table.changed:
        for number, cell in enumerate(row.cells):
            what = _with_sentence(row.key, row.sentence if number == 0 else None)
            yield what, code(cell.column), code(cell.before), code(cell.after)


def _columns(table: TableChange) -> Iterator[str]:
    rows: list[tuple[str, ...]] = []
    for column in table.columns:
        if column.kind == "changed":
            rows += [
                (
                    code(column.name),
                    say(
                        "{name} was {before}, is {after}",
                        name=code(change.name),
                        before=_value(change.before),
                        after=_value(change.after),
                    ),
                )
                for change in column.properties
            ]
        else:
            rows.append(
                (
                    code(column.name),
                    say("{kind}; a value in {values:,} rows", kind=say(WORDS[column.kind]), values=column.values),
                )
            )
    return _table((say("column"), say("what changed")), rows)


def _properties(changes: Iterable[PropertyChange]) -> Iterator[str]:
    rows = ((code(change.name), _value(change.before), _value(change.after)) for change in changes)
    return _table((say("property"), say("before"), say("after")), rows)


def _value(value: object) -> str:
    return code(value if value is None or isinstance(value, str) else in_one_line(value))


def _words(row: LoneRow, table: TableChange) -> str:
    if row.sentence:
        return _sentence(row.sentence)
    cells = [cell for cell in row.cells if cell.value and cell.column not in table.key]
    return "; ".join(f"{code(cell.column)} {code(cell.value)}" for cell in cells) or NOTHING


def _with_sentence(key: RowKey, sentence: Bilingual | None) -> str:
    return _key(key) if sentence is None else f"{_key(key)}<br>{_sentence(sentence)}"


def _sentence(sentence: Bilingual) -> str:
    return f"{prose(sentence.en)}<br>{prose(sentence.zh)}"


def _key(key: RowKey) -> str:
    return ", ".join(map(code, key)) or NOTHING


def _number(count: int) -> str:
    return f"{count:,}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
