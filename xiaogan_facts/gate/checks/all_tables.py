"""Judges all tables of a package, those first that others point at, so that a pointer is judged as it is read."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from xiaogan_facts.gate.checks.foreign_keys import links, needs_of_keys
from xiaogan_facts.gate.checks.key_checks import judge_link, judge_unique
from xiaogan_facts.gate.checks.key_tracker import KeysOfTable, Watch
from xiaogan_facts.gate.checks.one_table import JudgedTable, judge_table

if TYPE_CHECKING:
    from xiaogan_facts.gate.checks.foreign_keys import Link
    from xiaogan_facts.gate.checks.one_table import Progress
    from xiaogan_facts.gate.package.model import Package, Resource

MOST_WATCHED = 100_000  # distinct values; to look each batch up among more costs more than to keep its hashes


def judge_tables(package: Package, progress: Progress | None = None) -> list[JudgedTable]:
    """What is found in each table, in the order of the descriptor; `progress` hears of each batch."""
    pointing = {id(resource): list(links(package, resource)) for resource in package.resources}
    pointed_at: dict[int, list[Link]] = {place: [] for place in pointing}
    for link in chain.from_iterable(pointing.values()):
        pointed_at[id(link.target)].append(link)
    judged: dict[int, JudgedTable] = {}
    for resource in _targets_first(package, pointing):
        own = pointing[id(resource)]
        watches = [
            Watch(link, known)
            for link in own
            if (target := judged.get(id(link.target))) is not None
            and target.complete
            and (store := target.keys.stores.get(link.target_key)) is not None
            and (known := store.different(MOST_WATCHED)) is not None
        ]
        watched = [watch.link for watch in watches]
        needs = needs_of_keys(resource, [link for link in own if link not in watched], pointed_at[id(resource)])
        judged[id(resource)] = judge_table(package, resource, needs, watches, progress)
    tables = [judged[id(resource)] for resource in package.resources]
    for table in tables:
        if table.complete:
            judge_unique(package, table)
            for link in pointing[id(table.resource)]:
                judge_link(package, table, judged[id(link.target)], link)
    for table in tables:
        table.keys = KeysOfTable()  # their room is wanted for the report
    return tables


def _targets_first(package: Package, pointing: dict[int, list[Link]]) -> list[Resource]:
    """The resources in an order in which each comes after those that it points at, as far as that is possible."""
    waiting = {id(resource): resource for resource in package.resources}
    targets = {place: {id(link.target) for link in own} - {place} for place, own in pointing.items()}
    ordered: list[Resource] = []
    while waiting:
        free = [place for place in waiting if not targets[place] & waiting.keys()]
        ordered.extend(waiting.pop(place) for place in free or [next(iter(waiting))])  # a circle opens at its first
    return ordered
