"""Rules on identity: one thing is one row, one name names one thing, and nothing is defined for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.rows import FACT_KEYS, Row, Tables
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
    """No two rows state the same thing."""
    first = tables.cached(_first_to_state)[_meaning(row)]
    if first is not row:
        yield Breach(
            FACT_KEYS[row.table],
            f"another fact than {first.where}",
            "delete the row and let its mention resolve to that one, or say what is different",
        )


@rule("entities")
def name_names_one_entity(row: Row, tables: Tables) -> Iterator[Breach]:
    """A name or alias names one entity, and names it once."""
    for column, name in _names(row):
        bearers = tables.cached(_bearers)[name.casefold()]
        if bearers[0][0] is not row:
            yield Breach(
                column,
                f"a name of its own; {bearers[0][0].where} has it",
                "delete the alias, or merge the entities",
                name,
            )
        elif bearers[0][1] != column or ([each for each, _ in bearers].count(row) > 1 and column == "aliases_zh"):
            yield Breach(column, f"{name} once", "delete the alias that repeats a name", name)


@rule(*USES)
def definition_is_used(row: Row, tables: Tables) -> Iterator[Breach]:
    """Every entity, unit, indicator and predicate is used by something."""
    if not any(tables.where(table, column, row.key) for table, column in USES[row.table]):
        yield Breach(
            next(iter(row.cells)),
            "one that is used; no fact, mention, source or passage names it",
            "add the fact or mention that names it, or delete the row",
        )


def _meaning(row: Row) -> tuple[Any, ...]:
    return (row.table, *(row.get(column) for column in MEANING[row.table]))


def _first_to_state(tables: Tables) -> Mapping[tuple[Any, ...], Row]:
    first: dict[tuple[Any, ...], Row] = {}
    for table in FACT_TABLES:
        for row in tables.rows(table):
            first.setdefault(_meaning(row), row)
    return first


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
