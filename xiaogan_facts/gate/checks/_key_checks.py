"""Check keys once all tables are read: values that repeat, and foreign keys that refer to nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from xiaogan_facts.gate.checks._foreign_keys import Reference
from xiaogan_facts.gate.checks._keys import Key, holding, repeats, unique_keys
from xiaogan_facts.gate.checks.one_table import JudgedTable
from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.suggest import Candidates
from xiaogan_facts.gate.tables.table import Table, open_table
from xiaogan_facts.gate.translation import say, say_number

MOST_CANDIDATES = 20_000  # values of a table among which the nearest to a wrong one are sought


def judge_unique(package: Package, table: JudgedTable) -> None:
    """Add the keys that repeat to a table's findings."""
    for key, rule in unique_keys(table.resource).items():
        store = table.keys.store(key)
        if store is not None and len(hashes := store.repeated()):
            again = open_table(package, table.resource)
            found = repeats(_holding(key, again, hashes, table))
            what = say("a value") if len(key.fields) == 1 else say("a combination of values")
            # A template for `Finding`, which fills in each problem's own line.
            table.findings += _findings(again, key, rule, found, what=what, also="{also}")


def judge_reference(package: Package, table: JudgedTable, target: JudgedTable, reference: Reference) -> None:
    """Add the values of a foreign key that refer to nothing to a table's findings."""
    key, target_key = reference.key, reference.target_key
    lookup = next((each for each in table.keys.lookups if each.reference == reference), None)
    here, there = table.keys.store(key), target.keys.store(target_key)
    if here is None and lookup is None:
        return
    if there is None or not target.complete:
        table.waiting.append(_not_followed(table.resource, reference))
        return
    found = lookup.dangling if lookup else []
    if lookup is None and here is not None and len(hashes := here.absent_from(there)):
        found = [_holding(key, open_table(package, table.resource), hashes, table)]
    dangling = _not_told_yet(pl.concat(found), table, key) if found else None
    if dangling is None or dangling.is_empty():
        return
    if not target.whole:  # what seems to refer to nothing may refer to what could not be read
        table.waiting.append(_not_followed(table.resource, reference, dangling.height))
        return
    table.findings += _findings(
        open_table(package, table.resource),
        key,
        "foreignKey",
        dangling.select("file", "line", "value", of=pl.lit("")),
        _valid_values(package, target, target_key),
        fields=", ".join(target_key.fields),
        target=target.resource.name,
    )


def _holding(key: Key, again: Table, hashes: pl.Series, judged: JudgedTable) -> pl.DataFrame:
    """Return the records that have one of the hashes, found where they are kept, or in the table read again."""
    kept = judged.keys.kept
    return pl.concat(kept.locate(key, hashes)) if kept else holding(key, again, hashes, by_lines=judged.by_lines)


def _not_told_yet(found: pl.DataFrame, table: JudgedTable, key: Key) -> pl.DataFrame:
    """Leave out the cells that break a rule of their own column: one fault is told once."""
    if len(key.fields) != 1:
        return found
    errors = [
        finding
        for finding in table.findings
        if finding.template.field == key.fields[0] and finding.template.severity == "error"
    ]
    told = [finding.cells.select("line", file=pl.lit(finding.template.file)) for finding in errors]
    if table.keys.kept and table.keys.kept.told:
        told.append(table.keys.kept.told(errors, found.select("line", "file")))
    return found.join(pl.concat(told), on=["line", "file"], how="anti") if told else found


def _not_followed(resource: Resource, reference: Reference, held: int = 0) -> Problem:
    return Problem.of(
        "foreignKey-not-checked",
        resource.file,
        table=resource.name,
        field=", ".join(reference.key.fields),
        target=reference.target.name,
        fields=", ".join(reference.target_key.fields),
        held=say_number("; {number} value not found in it so far", "; {number} values not found in it so far", held)
        if held
        else "",
    )


def _valid_values(package: Package, target: JudgedTable, key: Key) -> Candidates:
    """Return values that a foreign key may refer to, in the order of the file."""
    table = open_table(package, target.resource)
    values: dict[str, None] = {}
    for _, batch in table.batches():
        shown = batch.cells.select(key.shown(table)).to_series().drop_nulls()
        values.update(dict.fromkeys(shown.head(MOST_CANDIDATES - len(values)).to_list()))
        if len(values) >= MOST_CANDIDATES:
            break
    return Candidates(tuple(values))


def _findings(
    table: Table, key: Key, code: str, found: pl.DataFrame, valid: Candidates | None = None, **places: Any
) -> Iterator[Finding]:
    """Yield a finding for each pair of files: the one with the records, and the one with those that they repeat."""
    columns = [position for _, position in key.columns(table) or []]
    for (file, of), rows in found.group_by("file", "of", maintain_order=True):
        template = Problem.of(
            code,
            str(file),
            table=table.resource.name,
            column=columns[0] + 1 if len(columns) == 1 else None,
            field=", ".join(key.fields),
            of=of,
            **places,
        )
        yield Finding(template, rows.drop("file", "of"), valid)
