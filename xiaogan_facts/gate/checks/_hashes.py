"""Store the hashes of a key: in memory while they are few, in a DuckDB file on disk once they are many."""

from __future__ import annotations

import atexit
import tempfile
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import polars as pl

from xiaogan_facts.gate.arrow import ArrowStream

if TYPE_CHECKING:
    import duckdb  # which only a table of very many keys needs

IN_MEMORY = 12_000_000  # hashes of one key, of 8 or 16 bytes each
DISK_MEMORY = "256MB"  # that DuckDB may use for those on disk

NARROW: pl.DataType = pl.UInt64()
WIDE: pl.DataType = pl.UInt128()
_HALF = 2**64


@dataclass(frozen=True)
class Tracking:
    """How the hashes of a key are collected.

    `distinct` tells that one of each is enough, `wide` that they have 128 bits, not 64.
    """

    distinct: bool
    wide: bool

    @property
    def dtype(self) -> pl.DataType:
        return WIDE if self.wide else NARROW


def halves(hashes: pl.Series) -> pl.DataFrame:
    """Return the 64 bits of hashes as "low", and of wide ones the others as "high": few programs know 128 bits."""
    if hashes.dtype == NARROW:
        return hashes.to_frame("low")
    half = pl.lit(_HALF, WIDE)
    whole = hashes.to_frame("hash").lazy().select(high=pl.col("hash") // half, low=pl.col("hash") % half)
    return whole.cast(NARROW).collect()


def whole(halves: pl.DataFrame) -> pl.Series:
    """Return the hashes of which those are the halves."""
    if "high" not in halves.columns:
        return halves["low"].alias("hash")
    return halves.select(hash=wide(pl.col("high"), pl.col("low"))).to_series()


def wide(high: pl.Expr, low: pl.Expr) -> pl.Expr:
    """Return the 128 bits of two hashes of 64."""
    return high.cast(WIDE) * pl.lit(_HALF, WIDE) + low.cast(WIDE)


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
    """The hashes of one key of one table, collected batch by batch.

    Those that are to be given to another process stay in memory, however many (`stay`).
    """

    tracking: Tracking
    stay: bool = False
    chunks: list[pl.Series] = field(default_factory=list)
    held: int = 0
    spilled: str | None = None

    def add(self, hashes: pl.Series) -> None:
        """Add the hashes of a batch, without nulls."""
        known = hashes.drop_nulls()
        self.chunks.append(known.unique() if self.tracking.distinct else known)
        self.held += len(self.chunks[-1])
        if self.held > IN_MEMORY and not self.stay:
            if self.tracking.distinct and len(each := self._whole().unique()) <= IN_MEMORY // 2:
                self.chunks, self.held = [each], len(each)
            else:
                self._spill()

    def in_memory(self) -> pl.Series:
        """Return the hashes that have not been moved to disk."""
        return pl.concat(self.chunks) if self.chunks else self._none()

    def different(self, most: int) -> pl.Series | None:
        """Return the distinct hashes, None if they are more than `most` or on disk."""
        if self.spilled:
            return None
        found = self._whole().unique()
        return found if len(found) <= most else None

    def repeated(self) -> pl.Series:
        """Return the hashes that occur more than once."""
        if self.spilled:
            self._spill()
            return self._asked(f"SELECT {self._halves} FROM {self.spilled} GROUP BY ALL HAVING count(*) > 1")
        ordered = self._whole()
        return ordered.filter(ordered == ordered.shift(1)).unique()

    def without(self, hashes: pl.Series) -> pl.Series:
        """Return those of the distinct `hashes` that this store does not have."""
        asking = HashStore(replace(self.tracking, distinct=True))
        asking.add(hashes)
        return asking.absent_from(self)

    def absent_from(self, other: Hashes) -> pl.Series:
        """Return the distinct hashes that the other store does not have."""
        if not isinstance(other, HashStore):
            distinct = f"SELECT DISTINCT {self._halves} FROM {self.spilled}"
            return other.without(self._asked(distinct) if self._on_disk() else self._whole().unique())
        if self is other:  # a foreign key to its own fields; SQL cannot join a table with itself by name
            return self._none()
        if self.spilled or other.spilled:
            self._spill()
            other._spill()
            of = self._halves
            return self._asked(f"SELECT DISTINCT {of} FROM {self.spilled} ANTI JOIN {other.spilled} USING ({of})")
        here, there = (store._whole().unique().to_frame("hash") for store in (self, other))
        return here.join(there, on="hash", how="anti").to_series()

    def _whole(self) -> pl.Series:
        """Return the hashes in memory, sorted."""
        if len(self.chunks) != 1 or not self.chunks[0].flags["SORTED_ASC"]:
            self.chunks = [pl.concat(self.chunks).sort() if self.chunks else self._none()]
        return self.chunks[0]

    def _none(self) -> pl.Series:
        return pl.Series(dtype=self.tracking.dtype)

    @property
    def _halves(self) -> str:
        """The columns of the table on disk."""
        return "high, low" if self.tracking.wide else "low"

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
            columns = self._halves.replace(",", " UBIGINT,")
            connection.execute(f"CREATE OR REPLACE TABLE {self.spilled} ({columns} UBIGINT)")
        if self.held:
            connection.register("chunk", ArrowStream(halves(pl.concat(self.chunks))))
            connection.execute(f"INSERT INTO {self.spilled} FROM chunk")
            connection.unregister("chunk")
        self.chunks, self.held = [], 0

    def _asked(self, query: str) -> pl.Series:
        rows = _connection().execute(query).fetchall()
        return whole(pl.DataFrame(rows, dict.fromkeys(self._halves.split(", "), NARROW), orient="row"))


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
