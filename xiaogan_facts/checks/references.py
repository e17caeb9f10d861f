"""Unique keys and foreign keys of a whole package: which hashes to gather, and what they say once all are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.checks.keys import Key, dangling, repeats
from xiaogan_facts.report.problem import Problem
from xiaogan_facts.report.problems import MOST_CANDIDATES, Finding
from xiaogan_facts.tables.opening import open_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xiaogan_facts.checks.table import JudgedTable
    from xiaogan_facts.package.model import ForeignKey, Package, Resource
    from xiaogan_facts.tables.opening import Table


def unique_keys(resource: Resource) -> dict[Key, str]:
    """The keys of a resource whose values may not repeat, each with the rule that says so."""
    schema = resource.schema
    if schema is None:
        return {}
    found: dict[Key, str] = {}
    if schema.primary_key:
        found[Key.of(schema.primary_key)] = "primaryKey"
    for names in schema.unique_keys:
        found.setdefault(Key.of(names), "uniqueKeys")
    for field in schema.fields:
        if field.constraints.unique:
            found.setdefault(Key.of((field.name,)), "unique")
    return found


def links(package: Package, resource: Resource) -> Iterator[tuple[ForeignKey, Key, Resource, Key]]:
    """The foreign keys of a resource that name fields there are: the key, and what it points at."""
    for foreign in resource.schema.foreign_keys if resource.schema else ():
        target = _resource(package, foreign.reference_resource) if foreign.reference_resource else resource
        if target is None or not foreign.fields or len(foreign.fields) != len(foreign.reference_fields):
            continue
        here, there = _types(resource), _types(target)
        pairs = zip(foreign.fields, foreign.reference_fields, strict=True)
        as_text = tuple(here.get(one) != there.get(other) for one, other in pairs)
        yield foreign, Key(foreign.fields, as_text), target, Key(foreign.reference_fields, as_text)


def _types(resource: Resource) -> dict[str, str]:
    return {field.name: field.type for field in resource.schema.fields} if resource.schema else {}


def _resource(package: Package, name: str) -> Resource | None:
    return next((each for each in package.resources if each.name == name), None)


def keys_to_hash(package: Package) -> dict[int, set[tuple[Key, bool]]]:
    """For each resource (by identity) the keys to gather, and whether their distinct values are enough."""
    wanted: dict[int, set[tuple[Key, bool]]] = {id(resource): set() for resource in package.resources}
    for resource in package.resources:
        wanted[id(resource)] |= {(key, False) for key in unique_keys(resource)}
        for _, key, target, target_key in links(package, resource):
            wanted[id(resource)].add((key, True))
            wanted[id(target)].add((target_key, True))
    return wanted


def judge_keys(package: Package, judged: dict[int, JudgedTable]) -> None:
    """Add to each table's findings the keys that repeat, and those that point at nothing."""
    for resource in package.resources:
        table = judged[id(resource)]
        if not table.complete:
            continue
        for key, rule in unique_keys(resource).items():
            store = table.stores.get((key, False))
            hashes = store.repeated() if store else None
            if hashes is not None and len(hashes):
                again = open_table(package, resource)
                found = repeats(key, again, hashes)
                table.findings += _findings(again, key, rule, found, _repeated_words(key))
        for foreign, key, target, target_key in links(package, resource):
            _judge_link(package, table, judged[id(target)], foreign, key, target_key)


def _judge_link(
    package: Package, table: JudgedTable, target: JudgedTable, foreign: ForeignKey, key: Key, target_key: Key
) -> None:
    here, there = table.stores.get((key, True)), target.stores.get((target_key, True))
    resource, name = table.resource, target.resource.name
    if here is None:
        return
    if there is None or not target.complete:
        table.problems.append(
            Problem(
                "foreignKey-not-checked",
                "warning",
                resource.file,
                f"a table {name!r} that can be read, with {', '.join(foreign.reference_fields)} in it",
                "mend that table first",
                field=", ".join(foreign.fields),
                table=resource.name,
            )
        )
        return
    hashes = here.absent_from(there)
    if not len(hashes):
        return
    again = open_table(package, resource)
    found = dangling(key, again, hashes)
    refused = target.summary.refused if target.summary else 0
    expected = f"a value of {', '.join(foreign.reference_fields)} in {name!r}"
    if refused:
        expected += f" ({refused} records of it could not be read)"
    words = (expected, f"add the record to {name!r}, or correct the value")
    table.findings += _findings(again, key, "foreignKey", found, words, _valid_values(package, target, target_key))


def _valid_values(package: Package, target: JudgedTable, key: Key) -> tuple[str, ...]:
    """Values that a foreign key could have meant, in the order of the file."""
    table = open_table(package, target.resource)
    values: dict[str, None] = {}
    for _, batch in table.batches():
        shown = batch.cells.select(key.shown(table)).to_series().drop_nulls()
        values.update(dict.fromkeys(shown.head(MOST_CANDIDATES - len(values)).to_list()))
        if len(values) >= MOST_CANDIDATES:
            break
    return tuple(values)


def _repeated_words(key: Key) -> tuple[str, str]:
    what = "a value" if len(key.fields) == 1 else "a combination of values"
    return f"{what} that no other record has; line {{also}} has it too", "change one, or remove the duplicate"


def _findings(
    table: Table,
    key: Key,
    rule: str,
    found: pl.DataFrame,
    words: tuple[str, str],
    candidates: tuple[str, ...] = (),
) -> Iterator[Finding]:
    """One finding for each file that holds some of the records."""
    columns = [position for _, position in key.columns(table) or []]
    for (file,), rows in found.group_by("file", maintain_order=True):
        template = Problem(
            rule=rule,
            severity="error",
            file=str(file),
            expected=words[0],
            remedy=words[1],
            column=columns[0] + 1 if len(columns) == 1 else None,
            field=", ".join(key.fields),
            table=table.resource.name,
        )
        yield Finding(template, rows.drop("file"), candidates)
