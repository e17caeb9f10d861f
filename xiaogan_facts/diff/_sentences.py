"""Add the sentences of the facts that were added, removed or changed, if both packages are this archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.diff._model import Difference, LoneRow, RowChange, RowKey, RowRename, TableChange
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES, NAME

Sentences = Mapping[tuple[str, RowKey], Bilingual]
Told = TypeVar("Told", LoneRow, RowChange, RowRename)

FACTS = "SELECT fact_table, fact_id, text_en, text_zh FROM facts"


def with_sentences(difference: Difference, before: Package, after: Package) -> Difference:
    """Return the difference with each fact's sentence: the old one for removed facts, the new one for all others.

    A version whose database this program cannot build has no sentences, and the difference's note says why.
    """
    if not before.name == after.name == NAME:
        return difference
    tables = tuple(replace(table, holds_facts=table.name in FACT_TABLES) for table in difference.tables)
    difference = replace(difference, tables=tables)
    if not any(table.added or table.removed or table.changed or table.renamed for table in tables if table.holds_facts):
        return difference
    then, why_not_then = _sentences(before)
    now, why_not_now = _sentences(after)
    note = why_not_now or why_not_then
    return replace(difference, tables=tuple(_worded(table, then, now) for table in tables), note=note)


def _sentences(package: Package) -> tuple[Sentences, str | None]:
    import duckdb  # only here: packages other than this archive are compared without a database

    from xiaogan_facts.database.connection import connect

    try:
        with connect(package.base / package.file, sealed=True) as connection:
            rows = connection.execute(FACTS).fetchall()
    except (CannotRunError, duckdb.Error) as error:
        version = package.version or say("one version")
        return {}, say(
            "the facts of {version} have no sentence here: {split}", version=version, split=" ".join(str(error).split())
        )
    return {(table, (fact,)): Bilingual(en, zh) for table, fact, en, zh in rows}, None


def _worded(table: TableChange, then: Sentences, now: Sentences) -> TableChange:
    if not table.holds_facts:
        return table

    def word(told: Told, key: RowKey, sentences: Sentences) -> Told:
        return replace(told, sentence=sentences.get((table.name, key)))

    return replace(
        table,
        added=tuple(word(row, row.key, now) for row in table.added),
        removed=tuple(word(row, row.key, then) for row in table.removed),
        changed=tuple(word(row, row.key, now) for row in table.changed),
        renamed=tuple(word(row, row.after, now) for row in table.renamed),
    )
