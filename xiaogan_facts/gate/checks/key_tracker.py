"""Gathers, batch by batch, what must be known of a table's keys once it has been read to its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.checks.hashes import HashStore
from xiaogan_facts.gate.checks.keys import located

if TYPE_CHECKING:
    import polars as pl

    from xiaogan_facts.gate.checks.foreign_keys import Link, Need
    from xiaogan_facts.gate.checks.keys import Key
    from xiaogan_facts.gate.tables.reader import Batch
    from xiaogan_facts.gate.tables.table import Table


@dataclass
class Ascent:
    """Whether the values of a key only ascend: then none repeats, and nothing of them need be kept.

    `records` is how many come before the first batch in which one does not ascend, or is missing.
    """

    order: pl.Expr
    last: Any = None
    records: int = 0
    broken: bool = False

    def go_on(self, cells: pl.DataFrame) -> None:
        """Look at the values of the next batch."""
        values = cells.select(self.order).to_series()
        if not len(values):
            return
        ascends = not values.has_nulls() and bool((values.slice(1) > values.head(-1)).all())
        if ascends and (self.last is None or values[0] > self.last):
            self.last = values[-1]
            self.records += len(values)
        else:
            self.broken = True


@dataclass
class Watch:
    """A foreign key whose target was read before: records that point at none of its `known` hashes are `strays`."""

    link: Link
    known: pl.Series
    strays: list[pl.DataFrame] = field(default_factory=list)

    def look(self, table: Table, file: str, batch: Batch, hashes: pl.Series) -> None:
        """Pick the strays out of a batch."""
        known = hashes.is_in(self.known.implode())
        if not known.all():  # null, which takes no part, is passed over here and below
            self.strays.append(located(self.link.key, table, file, batch.numbered.filter(~known)))


@dataclass
class KeysOfTable:
    """The hashes of a table's keys, of those that do not just ascend; and the foreign keys watched as it is read."""

    stores: dict[Key, HashStore] = field(default_factory=dict)
    ascents: dict[Key, Ascent] = field(default_factory=dict)
    watches: list[Watch] = field(default_factory=list)

    @classmethod
    def of(cls, table: Table, needs: dict[Key, Need], watches: list[Watch]) -> KeysOfTable:
        """For the keys whose columns the table has."""
        there = {key: need for key, need in needs.items() if key.columns(table) is not None}
        orders = {key: key.order(table) for key, need in there.items() if need == "unique"}
        return cls(
            {key: HashStore(distinct=need == "distinct") for key, need in there.items()},
            {key: Ascent(order) for key, order in orders.items() if order is not None},
            [watch for watch in watches if watch.link.key.columns(table) is not None],
        )

    def look(self, table: Table, file: str, batch: Batch) -> None:
        """Take what is needed from a batch."""
        for ascent in self.ascents.values():
            if not ascent.broken:
                ascent.go_on(batch.cells)
        kept = {key: store for key, store in self.stores.items() if not self.ascends(key)}
        keys = list(dict.fromkeys((*kept, *(watch.link.key for watch in self.watches))))
        if not keys:
            return
        columns = batch.cells.select(**{str(number): key.hashes(table) for number, key in enumerate(keys)})
        hashes = dict(zip(keys, columns.get_columns(), strict=True))
        for key, store in kept.items():
            store.add(hashes[key])
        for watch in self.watches:
            watch.look(table, file, batch, hashes[watch.link.key])

    def ascends(self, key: Key) -> bool:
        """Whether all values of a key that were looked at ascend."""
        return key in self.ascents and not self.ascents[key].broken
