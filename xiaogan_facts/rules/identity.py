"""Rules on identity: one thing is one row, one name names one thing, and nothing is defined for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.rows import FACT_KEYS, KEYS, Row, Tables
from xiaogan_facts.rules.rule import Breach, rule

MEANING = MappingProxyType(
    {
        "observations": (
            "subject_id", "indicator_id", "value", "multiplier", "unit_id", "comparator",
            "number_of_items", "growth_base", "value_type", "time_period",
        ),
        "events": ("event_type", "subject_id", "object_id", "place_id", "time_period"),
        "relations": ("subject_id", "predicate_id", "object_id"),
        "claims": ("subject_id", "claim_type", "aspect_en", "scope", "value_type", "time_period"),
        "statements": ("statement_type", "subject_id", "text_en"),
    }
)  # fmt: skip
"""The columns that say what a fact states; the others say where, by whom and in which words."""

USES = MappingProxyType(
    {
        "entities": (
            *((table, column) for table in FACT_TABLES for column in ("subject_id", "attributed_to_id")),
            *((table, "agent_id") for table in FACT_TABLES),
            ("events", "object_id"),
            ("events", "place_id"),
            ("relations", "object_id"),
            ("mentions", "entity_id"),
            ("sources", "publisher_id"),
            ("passages", "speaker_id"),
        ),
        "units": (("indicators", "unit_id"), ("observations", "unit_id")),
        "indicators": (("observations", "indicator_id"),),
        "predicates": (("relations", "predicate_id"),),
    }
)
"""The columns of other tables that a row of each of these tables may be named in."""


@rule(*FACT_TABLES)
def fact_is_stated_once(row: Row, tables: Tables) -> Iterator[Breach]:
    """No two rows of an article state the same thing."""
    first = tables.cached(_first_to_state)[_meaning(row)]
    if first is not row:
        yield Breach(
            FACT_KEYS[row.table],
            say("another fact than {where}", where=first.where),
            say("delete the row and let its mention resolve to that one, or say what is different"),
        )


@rule(*FACT_TABLES)
def fact_rests_on_words_of_its_own(row: Row, tables: Tables) -> Iterator[Breach]:
    """No two facts of different tables rest on the same words and name the same entity: they would say it twice."""
    others = tables.cached(_by_words)[_words(row)]
    twin = next((each for each in others if each.table < row.table and _named(each) & _named(row)), None)
    if twin:
        yield Breach(
            FACT_KEYS[row.table],
            say("a fact with words of its own; {where} rests on the same", where=twin.where),
            say("keep the one that says more, or point each at the words that state it alone"),
        )


@rule("entities")
def name_names_one_entity(row: Row, tables: Tables) -> Iterator[Breach]:
    """A name or alias names one entity, and names it once."""
    for column, name in _names(row):
        bearers = tables.cached(_bearers)[name.casefold()]
        if bearers[0][0] is not row:
            yield Breach(
                column,
                say("a name of its own; {where} has it", where=bearers[0][0].where),
                say("delete the alias, or merge the entities"),
                name,
            )
        elif bearers[0][1] != column or ([each for each, _ in bearers].count(row) > 1 and column == "aliases_zh"):
            yield Breach(column, say("{name} once", name=name), say("delete the alias that repeats a name"), name)


@rule(*USES)
def id_names_one_thing(row: Row, tables: Tables) -> Iterator[Breach]:
    """An id is that of one entity, unit, indicator or predicate."""
    tables_before = tuple(USES)[: tuple(USES).index(row.table)]
    for table in tables_before:
        if other := tables.where(table, KEYS[table], row.key):
            yield Breach(
                KEYS[row.table],
                say("an id of its own; {where} has it in {table}.csv", where=other[0].where, table=table),
                say("rename one of the two, wherever it is used"),
            )


@rule(*USES)
def definition_is_used(row: Row, tables: Tables) -> Iterator[Breach]:
    """Every entity, unit, indicator and predicate is used by something."""
    if not any(tables.where(table, column, row.key) for table, column in USES[row.table]):
        yield Breach(
            next(iter(row.cells)),
            say("one that is used; no fact, mention, source or passage names it"),
            say("add the fact or mention that names it, or delete the row"),
        )


def _meaning(row: Row) -> tuple[Any, ...]:
    return (row.table, row.get("source_id"), *(row.get(column) for column in MEANING[row.table]))


def _first_to_state(tables: Tables) -> Mapping[tuple[Any, ...], Row]:
    first: dict[tuple[Any, ...], Row] = {}
    for table in FACT_TABLES:
        for row in tables.rows(table):
            first.setdefault(_meaning(row), row)
    return first


def _words(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(column) for column in ("source_id", "char_start", "char_end"))


def _named(row: Row) -> set[str]:
    """Return the entities that a fact is about, except who says it."""
    columns = ("subject_id", "object_id", "agent_id", "place_id")
    return {row.cells[column] for column in columns if row.cells.get(column)}


def _by_words(tables: Tables) -> Mapping[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for table in FACT_TABLES:
        for row in tables.rows(table):
            found[_words(row)].append(row)
    return found


def _names(row: Row) -> list[tuple[str, str]]:
    """Return every name of an entity with the column that holds it, names before aliases."""
    names = [(column, row.get(column)) for column in ("name_zh", "name_en")]
    aliases = (row.get("aliases_zh") or "").split("|")
    return [(column, name) for column, name in (*names, *(("aliases_zh", alias) for alias in aliases)) if name]


def _bearers(tables: Tables) -> Mapping[str, list[tuple[Row, str]]]:
    """Map each name to its entities and columns: names first, so that a clash is reported at the alias."""
    bearers: dict[str, list[tuple[Row, str]]] = defaultdict(list)
    borne = [(column, name, row) for row in tables.rows("entities") for column, name in _names(row)]
    for column, name, row in sorted(borne, key=lambda each: each[0] == "aliases_zh"):
        bearers[name.casefold()].append((row, column))
    return bearers
