"""Foreign keys, and the hashes collected while a table is read.

A table is read once. A foreign key whose target was read before is looked up batch by batch; the hashes of every other
key are collected for `_key_checks`, which compares them once all tables have been read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from xiaogan_facts.gate.checks._hashes import Hashes, HashStore, Tracking
from xiaogan_facts.gate.checks._keys import Key, located, unique_keys
from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.table import Table

# While polars waits for a hash, which is made in Python, it begins the next on top of it: 200 overflow its stack.
AT_ONCE = 16  # keys


@dataclass(frozen=True)
class Reference:
    """A foreign key that can be followed: `key` of one table refers to `target_key` of the resource `target`."""

    key: Key
    target: Resource
    target_key: Key


def references(package: Package, resource: Resource) -> Iterator[Reference]:
    """Yield the foreign keys of a resource that can be followed; `descriptor` reports the others."""
    others = {each.name: each for each in reversed(package.resources)}
    for foreign in resource.schema.foreign_keys if resource.schema else ():
        target = others.get(foreign.reference_resource) if foreign.reference_resource else resource
        if target is None or not foreign.fields or len(foreign.fields) != len(foreign.reference_fields):
            continue
        here, there = _types(resource), _types(target)
        pairs = zip(foreign.fields, foreign.reference_fields, strict=True)
        # Fields of different types are compared as written: "1" can be a string here and an integer there.
        as_text = tuple(here.get(one) != there.get(other) for one, other in pairs)
        yield Reference(Key(foreign.fields, as_text), target, Key(foreign.reference_fields, as_text))


def _types(resource: Resource) -> dict[str, str]:
    return {field.name: field.type for field in resource.schema.fields} if resource.schema else {}


def tracked_keys(
    resource: Resource, referring: Iterable[Reference], referred_to: Iterable[Reference]
) -> dict[Key, Tracking]:
    """Map each key whose hashes must be kept to how.

    `referring` are the resource's own foreign keys that can only be followed later, `referred_to` those of any table
    that refer to it.
    """
    unique = unique_keys(resource)
    compared = (*(each.key for each in referring), *(each.target_key for each in referred_to))
    return {key: Tracking(key not in unique, key in compared) for key in (*unique, *compared)}


@dataclass
class KeyLookup:
    """A foreign key whose target has been read: records that match none of its `known` hashes are `dangling`."""

    reference: Reference
    known: pl.Series
    dangling: list[pl.DataFrame] = field(default_factory=list)

    def look_up(self, table: Table, file: str, batch: Batch, hashes: pl.Series) -> None:
        """Collect the dangling records of a batch."""
        known = hashes.is_in(self.known.implode())
        if not known.all():  # null, a missing key, is ignored by `all` and by `filter`
            self.dangling.append(located(self.reference.key, table, file, batch.numbered.filter(~known)))


Locate = Callable[[Key, pl.Series], list[pl.DataFrame]]
"""Returns the records of a table whose key has one of some hashes, each as `located` does, in their order."""


Told = Callable[[Sequence[Finding], pl.DataFrame], pl.DataFrame]
"""Returns of the places in a frame, each a "line" and a "file", those where an engine keeps one of some findings."""


@dataclass
class Kept:
    """What an engine keeps of a table: the hashes of its keys, with how it finds the records that have some of them.

    If it keeps the findings, too, `told` looks in them.
    """

    stores: dict[Key, Hashes]
    locate: Locate
    told: Told | None = None


@dataclass
class KeyTracker:
    """The hashes of a table's keys, collected batch by batch, and the foreign keys looked up meanwhile."""

    stores: dict[Key, HashStore] = field(default_factory=dict)
    lookups: list[KeyLookup] = field(default_factory=list)
    kept: Kept | None = None

    def store(self, key: Key) -> Hashes | None:
        """Return the hashes of a key, None if they are not collected."""
        return self.kept.stores.get(key) if self.kept else self.stores.get(key)

    @classmethod
    def of(
        cls, table: Table, tracked: Mapping[Key, Tracking], lookups: Iterable[KeyLookup], *, stay: bool = False
    ) -> KeyTracker:
        """Make a tracker of those keys whose columns the table has; their hashes may have to `stay` in memory."""
        stores = {key: HashStore(how, stay) for key, how in tracked.items() if key.columns(table) is not None}
        return cls(stores, [each for each in lookups if each.reference.key.columns(table) is not None])

    def add(self, table: Table, file: str, batch: Batch) -> None:
        """Collect the hashes of a batch, and look up its foreign keys."""
        stored = [(key, store.tracking.dtype) for key, store in self.stores.items()]
        asked = [(lookup.reference.key, lookup.known.dtype) for lookup in self.lookups]
        wanted = list(dict.fromkeys((*stored, *asked)))
        if not wanted:
            return
        made = [key.hashes(table, kind).alias(str(n)) for n, (key, kind) in enumerate(wanted)]
        columns = batch.cells.select(made) if len(made) <= AT_ONCE else batch.cells.select_seq(made)
        hashes = dict(zip(wanted, columns.get_columns(), strict=True))
        for each, store in zip(stored, self.stores.values(), strict=True):
            store.add(hashes[each])
        for each, lookup in zip(asked, self.lookups, strict=True):
            lookup.look_up(table, file, batch, hashes[each])

    def take(self, hashes: Iterable[pl.Series], dangling: Iterable[list[pl.DataFrame]]) -> None:
        """Add what another tracker, of the same keys, has collected in the records below (see `collected`)."""
        for store, some in zip(self.stores.values(), hashes, strict=False):  # none come where an engine keeps them
            store.add(some)
        for lookup, frames in zip(self.lookups, dangling, strict=False):
            lookup.dangling += frames

    def collected(self) -> tuple[list[pl.Series], list[list[pl.DataFrame]]]:
        """Return the hashes of each key and the dangling records of each lookup. All hashes have to be in memory."""
        return [store.in_memory() for store in self.stores.values()], [each.dangling for each in self.lookups]
