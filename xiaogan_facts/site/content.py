"""What the site shows: rows, cards and answers, all read from the archive; no fact is computed here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from xiaogan_facts.archive import Archive
from xiaogan_facts.cards.build import make_card
from xiaogan_facts.cards.card import Card
from xiaogan_facts.cards.lookup import Lookup
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.release.files import ReleasedFile

Row = Mapping[str, Any]

PLACES = {**dict.fromkeys(FACT_TABLES, "fact"), "entities": "entity", "caveats": "caveat", "passages": "passage"}
"""The tables whose rows have a page of their own, and the folder of that page."""

_FACTS = """\
SELECT f.*, period_begins(f.time_period) AS begins, speaker.name_en AS speaker_en, speaker.name_zh AS speaker_zh,
    kind.label_en AS status_en, kind.label_zh AS status_zh
FROM facts AS f
LEFT JOIN entities AS speaker ON speaker.entity_id = f.attributed_to_id
LEFT JOIN codes AS kind ON (kind.table_name, kind.column_name, kind.value) = (f.fact_table, 'value_type', f.value_type)
ORDER BY f.source_id, f.char_start, f.char_end, f.fact_id"""

_PASSAGES = """\
SELECT p.*, coalesce(list(f.fact_id ORDER BY f.char_start, f.fact_id) FILTER (f.fact_id IS NOT NULL), []) AS facts,
    any_value(d.label_en) AS disposition_en, any_value(d.label_zh) AS disposition_zh
FROM passages AS p
LEFT JOIN facts AS f USING (passage_id)
LEFT JOIN codes AS d ON (d.table_name, d.column_name, d.value) = ('passages', 'disposition', p.disposition)
GROUP BY ALL ORDER BY p.source_id, p.char_start"""

_CONNECTIONS = """\
SELECT f.subject_id, f.subject_en, f.subject_zh, f.predicate_en, f.predicate_zh, f.object_id, f.object_en, f.object_zh,
    f.fact_id, f.text_en, f.text_zh
FROM facts AS f WHERE f.fact_table = 'relations' AND f.object_id IS NOT NULL ORDER BY f.char_start, f.fact_id"""


@dataclass(frozen=True)
class Answer:
    """A ready-made question with the columns and rows of its answer."""

    name: str
    title_en: str
    title_zh: str
    sql: str
    parameters: tuple[Any, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Content:
    """Everything on the site: `cards` by table and id, `places` the page of each id, without folder and ending."""

    archive: Archive
    source: Row
    facts: list[Row]
    entities: list[Row]
    caveats: list[Row]
    passages: list[Row]
    units: list[Row]
    indicators: list[Row]
    connections: list[Row]
    cards: dict[tuple[str, str], Card]
    places: dict[str, str]
    answers: list[Answer]
    files: list[ReleasedFile]

    @property
    def version(self) -> str:
        return str(self.archive.package.version)

    def answer(self, name: str) -> Answer:
        """Return the answer to the ready-made question of that name."""
        return next(each for each in self.answers if each.name == name)


def read(archive: Archive, files: Iterable[ReleasedFile]) -> Content:
    """Read all of it from an opened archive; `files` are those of its release."""
    # Hundreds of cards ask the view; as a table it answers each in a twentieth of the time.
    archive.connection.execute("CREATE TEMP TABLE facts AS FROM main.facts")
    lookup = Lookup(archive.package, archive.connection)
    facts, passages = lookup.rows(_FACTS), lookup.rows(_PASSAGES)
    entities = lookup.rows("FROM entities ORDER BY kind, lower(name_en), entity_id")
    caveats = lookup.rows("FROM caveats ORDER BY title_en, caveat_id")
    keys = [
        *((row["fact_table"], row["fact_id"]) for row in facts),
        *(("entities", row["entity_id"]) for row in entities),
        *(("caveats", row["caveat_id"]) for row in caveats),
        *(("passages", row["passage_id"]) for row in passages),
    ]
    (source,) = lookup.rows("FROM sources")
    return Content(
        archive=archive,
        source=source,
        facts=list(facts),
        entities=list(entities),
        caveats=list(caveats),
        passages=list(passages),
        units=list(lookup.rows("FROM units ORDER BY unit_id")),
        indicators=list(lookup.rows("FROM indicators ORDER BY indicator_id")),
        connections=list(lookup.rows(_CONNECTIONS)),
        cards={(table, key): make_card(lookup, key, table=table) for table, key in keys},
        places={key: f"{PLACES[table]}/{key}" for table, key in keys},
        answers=[_answer(archive, name) for name in archive.queries],
        files=list(files),
    )


def _answer(archive: Archive, name: str) -> Answer:
    query = archive.queries[name]
    cursor = archive.connection.execute(query.sql, query.values({}) or None)
    columns = tuple(str(column[0]) for column in cursor.description)
    rows = tuple(cursor.fetchall())
    return Answer(name, query.title_en, query.title_zh, query.sql, query.parameters, columns, rows)
