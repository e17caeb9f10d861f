"""The hashes of a key in Spark, compared by its SQL: what is shuffled is 8 bytes for each record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True, eq=False)
class SparkHashes:
    """The hashes of one key of one table: `rows` have the column "hash", a signed integer of the same 64 bits."""

    session: SparkSession
    rows: DataFrame

    def different(self, most: int) -> pl.Series | None:
        """Return the distinct hashes, None if they are more than `most`."""
        found = self._asked("SELECT DISTINCT hash FROM {here} LIMIT {most}", most=most + 1)
        return found if len(found) <= most else None

    def repeated(self) -> pl.Series:
        """Return the hashes that occur more than once."""
        return self._asked("SELECT hash FROM {here} GROUP BY hash HAVING count(*) > 1")

    def absent_from(self, other: Any) -> pl.Series:
        """Return the distinct hashes that the other store, in Spark or not, does not have."""
        if not isinstance(other, SparkHashes):
            found: pl.Series = other.without(self._asked("SELECT DISTINCT hash FROM {here}"))
            return found
        if self is other:
            return pl.Series(dtype=pl.UInt64)
        return self._asked("SELECT DISTINCT hash FROM {here} LEFT ANTI JOIN {there} USING (hash)", there=other.rows)

    def without(self, hashes: pl.Series) -> pl.Series:
        """Return those of the distinct `hashes` that this store does not have."""
        asked = self.session.createDataFrame(hashes.reinterpret(signed=True).to_frame("hash").to_arrow())
        return SparkHashes(self.session, asked).absent_from(self)

    def _asked(self, query: str, **places: Any) -> pl.Series:
        found = pl.from_arrow(self.session.sql(query, here=self.rows, **places).toArrow())
        assert isinstance(found, pl.DataFrame)
        return found["hash"].reinterpret(signed=False)
