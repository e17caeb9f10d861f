"""Search the archive by words: facts, entities and caveats, in both languages and both scripts of Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from duckdb import DuckDBPyConnection

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.database.names import folded_name

Kind = Literal["entity", "fact", "caveat"]

SEARCHED = """
    SELECT 'entity', entity_id, name_en, name_zh, concat_ws(' ', entity_id, name_en, name_zh, aliases_zh),
        concat_ws(' ', description_en, description_zh), length(name_en)
    FROM entities
    UNION ALL
    SELECT 'fact', f.fact_id, f.text_en, f.text_zh, concat_ws(' ', f.fact_id, f.text_en, f.text_zh),
        concat_ws(' ', f.note_en, f.note_zh, f.predicate_en, f.predicate_zh, f.subject_id, f.subject_en, f.subject_zh,
            s.aliases_zh, f.object_id, f.object_en, f.object_zh, o.aliases_zh),
        f.char_start
    FROM facts AS f
    LEFT JOIN entities AS s ON s.entity_id = f.subject_id
    LEFT JOIN entities AS o ON o.entity_id = f.object_id
    UNION ALL
    SELECT 'caveat', caveat_id, title_en, title_zh, concat_ws(' ', caveat_id, title_en, title_zh),
        concat_ws(' ', text_en, text_zh), 0
    FROM caveats
"""
"""Of each row: its kind, id and text, what is searched first and what besides, and what else tells its order."""


@dataclass(frozen=True)
class Hit:
    """A row that the words are found in: what it is, its id, and its sentence, name or title."""

    kind: Kind
    id: str
    text: Bilingual


def search(connection: DuckDBPyConnection, words: str) -> list[Hit]:
    """Return the rows in which all words occur, the best first; words are separated by blanks, and match parts.

    Entities come before facts and these before caveats; of each kind those first that hold the words as whole words in
    their own name, sentence or title, then those that hold them there at all, then those with the words in a
    description, a note or the name of what they are about. Then short names come first, and facts as in the article.
    """
    wanted = folded_name(words).split(" ")
    if not any(wanted):
        return []
    found: list[tuple[tuple[int, int, int, str], Hit]] = []
    for kind, key, en, zh, own, besides, place in connection.execute(SEARCHED).fetchall():
        own, besides = folded_name(own), folded_name(besides)
        if all(word in own or word in besides for word in wanted):
            rank = (("entity", "fact", "caveat").index(kind), _worth(wanted, own), place, key)
            found.append((rank, Hit(kind, key, Bilingual(en, zh))))
    return [hit for _, hit in sorted(found, key=lambda each: each[0])]


def _worth(wanted: Sequence[str], own: str) -> int:
    """Return how well a row's own words fit, 0 is best."""
    whole = own.replace(",", " ").replace(".", " ").replace("-", " ").split(" ")
    if all(word in whole for word in wanted):
        return 0
    return 1 if all(word in own for word in wanted) else 2
