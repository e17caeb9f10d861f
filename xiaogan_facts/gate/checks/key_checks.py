"""Unique keys and foreign keys of whole tables: what was gathered of them says, once all is there, which are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.gate.checks.foreign_keys import unique_keys
from xiaogan_facts.gate.checks.keys import Key, dangling, repeats
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import Candidates
from xiaogan_facts.gate.tables.table import open_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.gate.checks.foreign_keys import Link
    from xiaogan_facts.gate.checks.hashes import HashStore
    from xiaogan_facts.gate.checks.one_table import JudgedTable
    from xiaogan_facts.gate.package.model import Package, Resource
    from xiaogan_facts.gate.tables.table import Table

MOST_CANDIDATES = 20_000  # values of a table among which a foreign key's nearest are looked for


def judge_unique(package: Package, table: JudgedTable) -> None:
    """Add to a table's findings the keys that repeat."""
    for key, rule in unique_keys(table.resource).items():
        store = table.keys.stores.get(key)
        if store is None or table.keys.ascends(key):
            continue
        if key in table.keys.ascents:
            _make_up(package, table, key, store, table.keys.ascents[key].records)
        hashes = store.repeated()
        if len(hashes):
            again = open_table(package, table.resource)
            table.findings += _findings(
                again, key, rule, repeats(key, again, hashes, sound=table.sound), _repeated_words(key)
            )


def _make_up(package: Package, table: JudgedTable, key: Key, store: HashStore, records: int) -> None:
    """Add the hashes of the first records, which were not kept as long as their values did nothing but ascend."""
    if not records:
        return
    again = open_table(package, table.resource)
    for _, batch in again.batches(key.positions(again) if table.sound else None):
        store.add(batch.cells.head(records).select(key.hashes(again)).to_series())
        records -= batch.cells.height
        if records <= 0:
            return


def judge_link(package: Package, table: JudgedTable, target: JudgedTable, link: Link) -> None:
    """Add to a table's findings the values of a foreign key that point at nothing."""
    watch = next((watch for watch in table.keys.watches if watch.link == link), None)
    here, there = table.keys.stores.get(link.key), target.keys.stores.get(link.target_key)
    if here is None and watch is None:
        return
    if there is None or not target.complete:
        table.problems.append(_not_followed(table.resource, link))
        return
    strays = watch.strays if watch else []
    if watch is None and here is not None and len(hashes := here.absent_from(there)):
        strays = [dangling(link.key, open_table(package, table.resource), hashes, sound=table.sound)]
    if not strays:
        return
    refused = target.summary.refused if target.summary else 0
    expected = f"a value of {', '.join(link.foreign.reference_fields)} in {target.resource.name!r}"
    if refused:
        expected += f" ({refused} records of it could not be read)"
    words = (expected, f"add the record to {target.resource.name!r}, or correct the value")
    candidates = _valid_values(package, target, link.target_key)
    again = open_table(package, table.resource)
    places = pl.concat(strays).select("file", "line", "value", of=pl.lit(""))
    table.findings += _findings(again, link.key, "foreignKey", places, words, candidates)


def _not_followed(resource: Resource, link: Link) -> Problem:
    return Problem(
        "foreignKey-not-checked",
        "warning",
        resource.file,
        f"a table {link.target.name!r} that can be read, with {', '.join(link.foreign.reference_fields)} in it",
        "mend that table first",
        field=", ".join(link.foreign.fields),
        table=resource.name,
    )


def _valid_values(package: Package, target: JudgedTable, key: Key) -> Candidates:
    """Values that a foreign key could have meant, in the order of the file."""
    table = open_table(package, target.resource)
    values: dict[str, None] = {}
    for _, batch in table.batches(key.positions(table) if target.sound else None):
        shown = batch.cells.select(key.shown(table)).to_series().drop_nulls()
        values.update(dict.fromkeys(shown.head(MOST_CANDIDATES - len(values)).to_list()))
        if len(values) >= MOST_CANDIDATES:
            break
    return Candidates(tuple(values))


def _repeated_words(key: Key) -> tuple[str, str]:
    what = "a value" if len(key.fields) == 1 else "a combination of values"
    return f"{what} that no other record has; line {{also}}{{of}} has it too", "change one, or remove the duplicate"


def _findings(
    table: Table,
    key: Key,
    rule: str,
    found: pl.DataFrame,
    words: tuple[str, str],
    candidates: Candidates | None = None,
) -> Iterator[Finding]:
    """One finding for each file that holds some of the records, and for each that holds those they repeat."""
    columns = [position for _, position in key.columns(table) or []]
    for (file, of), rows in found.group_by("file", "of", maintain_order=True):
        template = Problem(
            rule=rule,
            severity="error",
            file=str(file),
            expected=words[0].replace("{of}", str(of)),
            remedy=words[1],
            column=columns[0] + 1 if len(columns) == 1 else None,
            field=", ".join(key.fields),
            table=table.resource.name,
        )
        yield Finding(template, rows.drop("file", "of"), candidates)
