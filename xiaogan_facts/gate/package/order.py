"""Order tables by their foreign keys: the tables that others refer to come first."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def targets_first(targets: Mapping[Name, Collection[Name]]) -> list[Name]:
    """Return the tables in an order in which each comes after its targets.

    `targets` maps each table to the tables that its foreign keys refer to. Why not `graphlib`? It raises an error for a
    circle; here the first table of one comes before its targets, since every package has to be judged.

    >>> targets_first({"cities": ["lands"], "rivers": ["cities", "seas"], "lands": [], "seas": []})
    ['lands', 'seas', 'cities', 'rivers']
    >>> targets_first({"cities": ["lands"], "lands": ["cities"]})
    ['cities', 'lands']
    """
    waiting = dict.fromkeys(targets)
    ordered: list[Name] = []
    while waiting:
        free = [table for table in waiting if waiting.keys() & set(targets[table]) <= {table}]
        for table in free or [next(iter(waiting))]:
            del waiting[table]
            ordered.append(table)
    return ordered
