"""Tell why a ready-made query found nothing: a parameter that names no entity, line or article, and what is near it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from duckdb import DuckDBPyConnection

from xiaogan_facts.database.names import folded_name, named_entities, nearest
from xiaogan_facts.database.queries import Query
from xiaogan_facts.gate.printable import printable
from xiaogan_facts.gate.suggest import Candidates, question
from xiaogan_facts.gate.translation import say

ANY = "%"
ENTITIES = ("entity", "who")


def unknown_values(connection: DuckDBPyConnection, query: Query, values: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each parameter whose value is none that the archive has."""
    for parameter in query.parameters:
        value = values[parameter.name]
        if value == ANY:
            continue
        if parameter.name in ENTITIES:
            yield from _entity(connection, value, by_name="name" in parameter.meaning_en)
        elif parameter.name == "source":
            yield from _source(connection, value)
        elif parameter.name == "line":
            yield from _line(connection, value)


def _entity(connection: DuckDBPyConnection, value: str, *, by_name: bool) -> Iterator[str]:
    """An entity is given by its id, or where the query takes names by a part of one."""
    entities, wanted = named_entities(connection), folded_name(value)
    if any(each.entity_id == value for each in entities):
        return
    if by_name and wanted and any(wanted in name for each in entities for name in each.names if name != each.entity_id):
        return
    near = nearest(entities, value)
    there_is = say("there is no entity '{value}'", value=printable(value))
    yield there_is + say("; ") + question(near) if near else there_is


def _source(connection: DuckDBPyConnection, value: str) -> Iterator[str]:
    known = [str(row[0]) for row in connection.execute("SELECT source_id FROM sources ORDER BY 1").fetchall()]
    if value not in known:
        near = Candidates(tuple(known)).nearest(value) or known
        yield say("there is no article '{value}'", value=printable(value)) + say("; ") + question(near)


def _line(connection: DuckDBPyConnection, value: str) -> Iterator[str]:
    lines = [int(row[0]) for row in connection.execute("SELECT DISTINCT line FROM passages").fetchall()]
    if not value.isdecimal() or int(value) not in lines:
        there_is = say("the article has no line '{value}'", value=printable(value))
        yield there_is + say("; its lines are {first} to {last}", first=min(lines), last=max(lines))
