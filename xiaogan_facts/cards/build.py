"""Make the card of an id: find its row, and put its entries together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.cards import _entries as entries
from xiaogan_facts.cards._excerpts import excerpts
from xiaogan_facts.cards.card import Card, Entry
from xiaogan_facts.cards.lookup import Lookup, Row
from xiaogan_facts.database.ddl import name as quoted
from xiaogan_facts.database.names import entities_called, named_entities, nearest
from xiaogan_facts.database.unknown import UnknownNameError
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.printable import printable
from xiaogan_facts.gate.suggest import hint, question
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES, NAME

TOLD_APART = frozenset(
    (
        *("text_en", "text_zh", "printed", "value", "multiplier", "unit_id", "value_type", "time_period", "time_basis"),
        *("attributed_to_id", "attribution_type", "source_id", "char_start", "char_end"),
    )
)
"""Columns of a fact that have entries of their own on its card."""

FACTS_OF = {
    "entities": "$key IN (subject_id, object_id, agent_id, place_id) "
    "OR (attributed_to_id = $key AND attribution_type <> 'narration')",
    "passages": "passage_id = $key",
    "caveats": "list_contains(caveats, $key)",
}
"""The facts that the card of such a row lists. What the newspaper only narrates does not count as its statement."""

SPANS_OF = {
    "entities": "SELECT source_id, char_start, char_end FROM mentions WHERE entity_id = $key",
    "caveats": "SELECT source_id, char_start, char_end FROM facts WHERE list_contains(caveats, $key)",
}
"""The spans that are marked in the article for such a row; for others it is the row's own."""


def make_card(lookup: Lookup, key: str, sources: Sequence[str | Path] = (), table: str | None = None) -> Card:
    """Make the card of the row with this id: a fact, entity, caveat, passage, or a row of any other table.

    `table` is the table to look in, for an id that is in more than one. `sources` are the reader's copies of articles,
    which add the passages. Raises CannotRunError for an unknown id (it names the nearest), for a copy that is not on
    record, and for a package that is not this archive.
    """
    if lookup.package.name != NAME:
        raise CannotRunError(
            say(
                "{file}: cards are made of the archive '{name}', and this is another",
                file=lookup.package.file,
                name=NAME,
            )
        )
    table, row = _found(lookup, key, table)
    key = row[lookup.schema(table).primary_key[0]]
    card = _fact_card(lookup, table, key, row) if table in FACT_TABLES else _row_card(lookup, table, key, row)
    if not sources:
        return card
    spans = lookup.rows(SPANS_OF[table], key=key) if table in SPANS_OF else [row] if "char_start" in row else []
    return replace(card, excerpts=excerpts(lookup, spans, sources))


def _fact_card(lookup: Lookup, table: str, key: str, row: Row) -> Card:
    (fact,) = lookup.rows("FROM facts WHERE fact_id = $key", key=key)
    said = [
        entries.of_figure(lookup, fact, row["printed"]) if table == "observations" else None,
        entries.of_status(lookup, fact),
        entries.of_time(lookup, table, row, key),
        entries.of_attribution(lookup, table, row),
        entries.of_place(fact),
        *entries.of_columns(lookup, table, key, row, TOLD_APART | {*lookup.schema(table).primary_key}),
        entries.of_caveats(lookup, fact["caveats"]),
        entries.of_citation(lookup, key),
    ]
    return _card(lookup, table, key, Bilingual(fact["text_en"], fact["text_zh"]), said)


def _row_card(lookup: Lookup, table: str, key: str, row: Row) -> Card:
    named = next((stem for stem in ("name", "title", "printed") if row.get(f"{stem}_en") or row.get(stem)), None)
    titles = {f"{named}_en", f"{named}_zh"} if named else set()
    title = Bilingual(row[f"{named}_en"], row[f"{named}_zh"]) if named and f"{named}_en" in row else None
    facts = (
        lookup.rows(f"FROM facts WHERE {FACTS_OF[table]} ORDER BY char_start, fact_id", key=key)
        if table in FACTS_OF
        else []
    )
    said = [
        *entries.of_columns(lookup, table, key, row, {*lookup.schema(table).primary_key, *titles, "fact_ids"}),
        entries.of_facts(facts),
        entries.of_citation(lookup, key),
    ]
    return _card(lookup, table, key, title or Bilingual.same(str(row.get(named or "") or key)), said)


def _card(lookup: Lookup, table: str, key: str, title: Bilingual, said: Iterable[Entry | None]) -> Card:
    """Return the card; the kind of row is the title of its key."""
    kind = lookup.label(table, lookup.schema(table).primary_key[0])
    return Card(key, table, kind, title, tuple(entry for entry in said if entry))


def _found(lookup: Lookup, key: str, table: str | None) -> tuple[str, Row]:
    """Return the table that has the id, and its row; of several tables one of facts, else the first.

    An id of a fact, passage or mention may leave out the prefix of its article where only one article has it.
    """
    tables = [resource.name for resource in lookup.package.resources]
    if table is not None and table not in tables:
        raise UnknownNameError(
            say("there is no table '{table}'; {hint}", table=printable(table), hint=hint(table, tables))
        )
    key = key.encode("utf-8", "replace").decode()  # an argument that is not UTF-8 holds what DuckDB does not take
    of_articles = [f"{source['id_prefix']}-{key}" for source in lookup.rows("FROM sources")]
    for ids in ([key], of_articles):
        looked_for = [table] if table else sorted(tables, key=lambda each: each not in FACT_TABLES)
        found = [(each, row) for id in ids for each in looked_for if (row := lookup.row(each, id))]
        if found and (ids == [key] or len(found) == 1):
            return found[0]
    if table in (None, "entities") and (row := _called(lookup, key)):
        return "entities", row
    where, among = (say("the table {table}", table=table), [table]) if table else (say("the archive"), tables)
    raise CannotRunError(
        say(
            "there is no '{key}' in {where}{near}",
            key=printable(key),
            where=where,
            near=_nearest(lookup, among, key),
        )
    )


def _called(lookup: Lookup, name: str) -> Row | None:
    """Return the one entity that is called so, or the only one in whose name it stands; more raise CannotRunError."""
    called = entities_called(named_entities(lookup.connection), name)
    if len(called) > 1:
        raise CannotRunError(
            say(
                "several entities are called '{name}': {ids}; give one of these ids",
                name=printable(name),
                ids=", ".join(called),
            )
        )
    return lookup.row("entities", called[0]) if called else None


def _nearest(lookup: Lookup, tables: Iterable[str], key: str) -> str:
    """Suggest the most similar ids, first those of entities whose name contains the wrong one or is like it."""
    ids = [
        row["id"]
        for table in tables
        for row in lookup.rows(f"SELECT {quoted(lookup.schema(table).primary_key[0])} AS id FROM {quoted(table)}")
    ]
    near = nearest(named_entities(lookup.connection), key, ids)
    return say("; ") + question(near) if near else ""
