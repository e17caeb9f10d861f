"""Judge all tables of a package, each after those it refers to, so that foreign keys are looked up as it is read."""

from __future__ import annotations

from itertools import chain

from xiaogan_facts.gate.checks._foreign_keys import KeyLookup, KeyTracker, Reference, references, tracked_keys
from xiaogan_facts.gate.checks._key_checks import judge_reference, judge_unique
from xiaogan_facts.gate.checks._patterns import Ask
from xiaogan_facts.gate.checks.one_table import Elsewhere, JudgedTable, Progress, judge_table
from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.package.order import targets_first

MOST_LOOKED_UP = 100_000  # distinct values; to look up every batch among more costs more than to keep its hashes


def judge_tables(
    package: Package, ask: Ask, progress: Progress | None = None, elsewhere: Elsewhere | None = None
) -> list[JudgedTable]:
    """Judge each table, the records of some perhaps `elsewhere`; return the results in the order of the descriptor."""
    referring = {id(resource): list(references(package, resource)) for resource in package.resources}
    referred_to: dict[int, list[Reference]] = {place: [] for place in referring}
    for reference in chain.from_iterable(referring.values()):
        referred_to[id(reference.target)].append(reference)
    judged: dict[int, JudgedTable] = {}
    for resource in _in_reading_order(package, referring):
        own = referring[id(resource)]
        lookups = [lookup for each in own if (lookup := _lookup(each, judged.get(id(each.target))))]
        looked_up = [lookup.reference for lookup in lookups]
        tracked = tracked_keys(resource, [each for each in own if each not in looked_up], referred_to[id(resource)])
        judged[id(resource)] = judge_table(package, resource, tracked, lookups, ask, progress, elsewhere)
    tables = [judged[id(resource)] for resource in package.resources]
    for table in tables:
        if table.complete:
            judge_unique(package, table)
            for reference in referring[id(table.resource)]:
                judge_reference(package, table, judged[id(reference.target)], reference)
    for table in tables:
        table.keys = KeyTracker()  # frees memory that the report needs
    return tables


def _lookup(reference: Reference, target: JudgedTable | None) -> KeyLookup | None:
    """Return a lookup if the foreign key's target has been read and holds few enough values."""
    store = target.keys.store(reference.target_key) if target and target.complete else None
    known = store.different(MOST_LOOKED_UP) if store else None
    return None if known is None else KeyLookup(reference, known)


def _in_reading_order(package: Package, referring: dict[int, list[Reference]]) -> list[Resource]:
    """Return the resources, each after those that it refers to unless they refer to each other in a circle."""
    resources = {id(resource): resource for resource in package.resources}
    targets = {place: {id(each.target) for each in referring[place]} for place in resources}
    return [resources[place] for place in targets_first(targets)]
