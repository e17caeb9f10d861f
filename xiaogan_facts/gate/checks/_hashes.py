"""Store the hashes of a key: in memory while they are few, in a DuckDB file on disk once they are many."""

from __future__ import annotations

import atexit
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from xiaogan_facts.gate.arrow import ArrowStream

if TYPE_CHECKING:
    import duckdb  # which only a table of very many keys needs

IN_MEMORY = 12_000_000  # hashes of one key, of 8 bytes each
DISK_MEMORY = "256MB"  # that DuckDB may use for those on disk


class Hashes(Protocol):
    """The hashes of one key of one table, wherever they are kept; see `HashStore`."""

    def different(self, most: int, /) -> pl.Series | None:
        """Return the distinct hashes, None if they are more than `most`."""

    def repeated(self) -> pl.Series:
        """Return the hashes that occur more than once."""

    def absent_from(self, other: Any, /) -> pl.Series:
        """Return the distinct hashes that the other store does not have."""

    def without(self, hashes: pl.Series, /) -> pl.Series:
        """Return those of the distinct `hashes` that this store does not have."""


@dataclass
class HashStore:
    """The hashes of one key of one table, collected batch by batch; `distinct` tells that one of each is enough.

    Those that are to be given to another process stay in memory, however many (`stay`).
    """

    distinct: bool
    stay: bool = False
    chunks: list[pl.Series] = field(default_factory=list)
    held: int = 0
    spilled: str | None = None

    def add(self, hashes: pl.Series) -> None:
        """Add the hashes of a batch, without nulls."""
        known = hashes.drop_nulls()
        self.chunks.append(known.unique() if self.distinct else known)
        self.held += len(self.chunks[-1])
        if self.held > IN_MEMORY and not self.stay:
            if self.distinct and len(whole := self._whole().unique()) <= IN_MEMORY // 2:
                self.chunks, self.held = [whole], len(whole)
            else:
                self._spill()

    def in_memory(self) -> pl.Series:
        """Return the hashes that have not been moved to disk."""
        return pl.concat(self.chunks) if self.chunks else pl.Series(dtype=pl.UInt64)

    def different(self, most: int) -> pl.Series | None:
        """Return the distinct hashes, None if they are more than `most` or on disk."""
        if self.spilled:
            return None
        whole = self._whole().unique()
        return whole if len(whole) <= most else None

    def repeated(self) -> pl.Series:
        """Return the hashes that occur more than once."""
        if self.spilled:
            self._spill()
            return _hashes(f"SELECT hash FROM {self.spilled} GROUP BY hash HAVING count(*) > 1")
        whole = self._whole()
        return whole.filter(whole == whole.shift(1)).unique()

    def without(self, hashes: pl.Series) -> pl.Series:
        """Return those of the distinct `hashes` that this store does not have."""
        asking = HashStore(distinct=True)
        asking.add(hashes)
        return asking.absent_from(self)

    def absent_from(self, other: Hashes) -> pl.Series:
        """Return the distinct hashes that the other store does not have."""
        if not isinstance(other, HashStore):
            return other.without(
                _hashes(f"SELECT DISTINCT hash FROM {self.spilled}") if self._on_disk() else self._whole().unique()
            )
        if self is other:  # a foreign key to its own fields; SQL cannot join a table with itself by name
            return pl.Series(dtype=pl.UInt64)
        if self.spilled or other.spilled:
            self._spill()
            other._spill()
            return _hashes(f"SELECT DISTINCT hash FROM {self.spilled} ANTI JOIN {other.spilled} USING (hash)")
        here, there = (store._whole().unique().to_frame("hash") for store in (self, other))
        return here.join(there, on="hash", how="anti").to_series()

    def _whole(self) -> pl.Series:
        """Return the hashes in memory, sorted."""
        if len(self.chunks) != 1 or not self.chunks[0].flags["SORTED_ASC"]:
            self.chunks = [pl.concat(self.chunks).sort() if self.chunks else pl.Series(dtype=pl.UInt64)]
        return self.chunks[0]

    def _on_disk(self) -> bool:
        """Move the rest to disk if some are there, and return whether they are."""
        if self.spilled:
            self._spill()
        return bool(self.spilled)

    def _spill(self) -> None:
        """Move the hashes in memory to disk."""
        connection = _connection()
        if self.spilled is None:
            self.spilled = f"hashes_{id(self)}"
            connection.execute(f"CREATE OR REPLACE TABLE {self.spilled} (hash UBIGINT)")
        if self.held:
            connection.register("chunk", ArrowStream(pl.concat(self.chunks).to_frame("hash")))
            connection.execute(f"INSERT INTO {self.spilled} FROM chunk")
            connection.unregister("chunk")
        self.chunks, self.held = [], 0


@cache
def _connection() -> duckdb.DuckDBPyConnection:
    """Open the database on disk, made when the first store needs it and deleted when the program ends."""
    import duckdb

    folder = tempfile.TemporaryDirectory(prefix="xiaogan-facts-")
    connection = duckdb.connect(str(Path(folder.name) / "hashes.duckdb"))
    connection.execute(f"SET memory_limit = '{DISK_MEMORY}'")
    connection.execute("SET preserve_insertion_order = false")

    def clear() -> None:
        connection.close()
        folder.cleanup()

    atexit.register(clear)
    return connection


def _hashes(query: str) -> pl.Series:
    return pl.Series([row[0] for row in _connection().execute(query).fetchall()], dtype=pl.UInt64)
