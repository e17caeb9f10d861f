"""Find entities by what people call them: an id, a name in either language or script, an alias, or a part of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection

from xiaogan_facts.folding import folded_text
from xiaogan_facts.gate.suggest import Candidates

BETWEEN_ALIASES = "|"
MOST_NAMED = 5


@dataclass(frozen=True)
class Named:
    """An entity, and all that it is called, folded: letters small, Chinese characters simplified."""

    entity_id: str
    names: tuple[str, ...]


def folded_name(text: str) -> str:
    """Return a name as names are compared."""
    return " ".join(folded_text(text).lower().split())


def named_entities(connection: DuckDBPyConnection) -> list[Named]:
    """Return every entity with its names, the shortest name first."""
    rows = connection.execute(
        "SELECT entity_id, name_en, name_zh, aliases_zh FROM entities ORDER BY length(name_zh), 1"
    )
    return [
        Named(entity_id, tuple(folded_name(each) for each in (entity_id, en, zh, *_aliases(aliases)) if each))
        for entity_id, en, zh, aliases in rows.fetchall()
    ]


def _aliases(text: str | None) -> Sequence[str]:
    return text.split(BETWEEN_ALIASES) if text else ()


def entities_called(entities: Iterable[Named], word: str) -> list[str]:
    """Return the ids of the entities that bear a name, else of those in whose name it stands."""
    wanted, known = folded_name(word), list(entities)
    if not wanted:
        return []
    return [each.entity_id for each in known if wanted in each.names] or [
        each.entity_id for each in known if any(wanted in name for name in each.names)
    ]


def nearest(entities: Iterable[Named], word: str, ids: Iterable[str] = ()) -> list[str]:
    """Return the ids that were perhaps meant: of entities whose name holds the word or is like it, then other ids."""
    known = list(entities)
    called = entities_called(known, word)[:MOST_NAMED] if len(word) > 1 else []
    by_name = {name: each.entity_id for each in reversed(known) for name in each.names}
    like = [by_name[name] for name in Candidates(tuple(by_name)).nearest(folded_name(word))]
    return list(dict.fromkeys([*called, *like, *Candidates(tuple(ids)).nearest(word)]))[:MOST_NAMED]
