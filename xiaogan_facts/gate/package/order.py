"""The order in which tables are dealt with: those first that the foreign keys of others lead to."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Table = TypeVar("Table", bound=Hashable)


def targets_first(targets: Mapping[Table, Collection[Table]]) -> list[Table]:
    """Order tables so that each comes after its targets; a table that refers to itself waits for nobody.

    `targets` has, for each table, the tables that its foreign keys lead to. `graphlib` raises an error for a circle;
    here the first table of one comes before its targets, for every package has to be dealt with.

    >>> targets_first({"cities": ["lands"], "rivers": ["cities", "seas"], "lands": [], "seas": []})
    ['lands', 'seas', 'cities', 'rivers']
    >>> targets_first({"cities": ["lands"], "lands": ["cities"]})
    ['cities', 'lands']
    """
    waiting = dict.fromkeys(targets)
    ordered: list[Table] = []
    while waiting:
        free = [table for table in waiting if waiting.keys() & set(targets[table]) <= {table}]
        for table in free or [next(iter(waiting))]:
            del waiting[table]
            ordered.append(table)
    return ordered
