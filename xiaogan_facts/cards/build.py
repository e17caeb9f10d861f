"""Makes the card of an id: finds its row, and puts together what there is to say of it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xiaogan_facts.cards import entries
from xiaogan_facts.cards.card import Card, Entry, Words
from xiaogan_facts.cards.excerpts import excerpts
from xiaogan_facts.cards.lookup import Archive, Row
from xiaogan_facts.database import connect
from xiaogan_facts.database.ddl import name as quoted
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.printable import printable
from xiaogan_facts.gate.suggest import Candidates, question
from xiaogan_facts.paths import DATAPACKAGE, FACT_TABLES, NAME

TOLD_APART = frozenset(
    (
        *("text_en", "text_zh", "printed", "value", "multiplier", "unit_id", "value_type", "time_period", "time_basis"),
        *("attributed_to_id", "attribution_type", "source_id", "char_start", "char_end"),
    )
)
"""Columns of a fact that its card words in entries of their own."""

FACTS_OF = {
    "entities": "$key IN (subject_id, object_id) OR (attributed_to_id = $key AND attribution_type <> 'narration')",
    "passages": "passage_id = $key",
    "caveats": "list_contains(caveats, $key)",
}
"""Which facts the card of such a row lists. What the paper merely narrates is not listed as its saying."""

SPANS_OF = {
    "entities": "SELECT source_id, char_start, char_end FROM mentions WHERE entity_id = $key",
    "caveats": "SELECT source_id, char_start, char_end FROM facts WHERE list_contains(caveats, $key)",
}
"""What is marked in the article for such a row; for others it is the row's own span."""


def make_card(key: str, package: str | Path | None = None, source: str | Path | None = None) -> Card:
    """The card of the row with this id: a fact, entity, caveat, passage, or a row of any other table.

    `package` is another copy of the archive; `source` is the reader's copy of the article, which adds the passages.
    Raises CannotRunError for an unknown id, naming the nearest, and for a copy that is not the one on record.
    """
    described = load(DATAPACKAGE if package is None else package)
    if described.name != NAME:
        raise CannotRunError(f"{described.file}: cards are made of the archive '{NAME}', and this is another")
    with connect(package) as connection:
        archive = Archive(described, connection)
        table, row = _found(archive, key)
        card = _fact_card(archive, table, key, row) if table in FACT_TABLES else _row_card(archive, table, key, row)
        if source is None:
            return card
        spans = archive.rows(SPANS_OF[table], key=key) if table in SPANS_OF else [row] if "char_start" in row else []
        return Card(card.id, card.table, card.kind, card.title, card.entries, excerpts(archive, spans, source))


def _fact_card(archive: Archive, table: str, key: str, row: Row) -> Card:
    (fact,) = archive.rows("FROM facts WHERE fact_id = $key", key=key)
    said = [
        entries.of_figure(archive, fact, row["printed"]) if table == "observations" else None,
        entries.of_status(archive, fact),
        entries.of_time(archive, table, row, key),
        entries.of_attribution(archive, table, row),
        entries.of_place(fact),
        *entries.of_columns(archive, table, key, row, TOLD_APART | {*archive.schema(table).primary_key}),
        entries.of_caveats(archive, fact["caveats"]),
        entries.of_citation(archive, key),
    ]
    return _card(archive, table, key, Words(fact["text_en"], fact["text_zh"]), said)


def _row_card(archive: Archive, table: str, key: str, row: Row) -> Card:
    named = next((stem for stem in ("name", "title", "printed") if row.get(f"{stem}_en") or row.get(stem)), None)
    titles = {f"{named}_en", f"{named}_zh"} if named else set()
    title = Words(row[f"{named}_en"], row[f"{named}_zh"]) if named and f"{named}_en" in row else None
    facts = (
        archive.rows(f"FROM facts WHERE {FACTS_OF[table]} ORDER BY char_start, fact_id", key=key)
        if table in FACTS_OF
        else []
    )
    said = [
        *entries.of_columns(archive, table, key, row, {*archive.schema(table).primary_key, *titles, "fact_ids"}),
        entries.of_facts(facts),
        entries.of_citation(archive, key),
    ]
    return _card(archive, table, key, title or entries.same(str(row.get(named or "") or key)), said)


def _card(archive: Archive, table: str, key: str, title: Words, said: Iterable[Entry | None]) -> Card:
    """The card; what kind of row it is says the title of its key."""
    kind = archive.label(table, archive.schema(table).primary_key[0])
    return Card(key, table, kind, title, tuple(entry for entry in said if entry))


def _found(archive: Archive, key: str) -> tuple[str, Row]:
    tables = [resource.name for resource in archive.package.resources]
    for table in sorted(tables, key=lambda each: each not in FACT_TABLES):
        row = archive.row(table, key)
        if row:
            return table, row
    raise CannotRunError(f"there is no '{printable(key)}' in the archive{_nearest(archive, tables, key)}")


def _nearest(archive: Archive, tables: Iterable[str], key: str) -> str:
    """The ids that look most like it, those of the entities that bear it in their name first."""
    bearing = archive.rows(
        "FROM entities WHERE contains(lower(name_en), lower($key)) OR contains(name_zh, $key) "
        "OR contains(coalesce(aliases_zh, ''), $key) ORDER BY length(name_zh), entity_id LIMIT 5",
        key=key,
    )
    ids = [
        row["id"]
        for table in tables
        for row in archive.rows(f"SELECT {quoted(archive.schema(table).primary_key[0])} AS id FROM {quoted(table)}")
    ]
    near = dict.fromkeys([*(row["entity_id"] for row in bearing if len(key) > 1), *Candidates(tuple(ids)).nearest(key)])
    return f"; {question(list(near))}" if near else ""
