"""The hashes of a key in Spark, compared by its SQL: what is shuffled is 8 or 16 bytes for each record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from xiaogan_facts.gate.checks.record_judge import NARROW, halves, whole

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True, eq=False)
class SparkHashes:
    """The hashes of one key of one table: the columns "high" and "low" of `rows`, see `as_integers`."""

    session: SparkSession
    rows: DataFrame
    kind: pl.DataType

    def different(self, most: int) -> pl.Series | None:
        """Return the distinct hashes, None if they are more than `most`."""
        found = self._asked("SELECT DISTINCT high, low FROM {here} LIMIT {most}", most=most + 1)
        return found if len(found) <= most else None

    def repeated(self) -> pl.Series:
        """Return the hashes that occur more than once."""
        return self._asked("SELECT high, low FROM {here} GROUP BY high, low HAVING count(*) > 1")

    def absent_from(self, other: Any) -> pl.Series:
        """Return the distinct hashes that the other store, in Spark or not, does not have; both are wide."""
        if not isinstance(other, SparkHashes):
            found: pl.Series = other.without(self._asked("SELECT DISTINCT high, low FROM {here}"))
            return found
        if self is other:
            return pl.Series(dtype=self.kind)
        return self._asked(
            "SELECT DISTINCT high, low FROM {here} LEFT ANTI JOIN {there} USING (high, low)", there=other.rows
        )

    def without(self, hashes: pl.Series) -> pl.Series:
        """Return those of the distinct `hashes` that this store does not have."""
        asked = self.session.createDataFrame(as_integers(hashes).to_arrow())
        return SparkHashes(self.session, asked, self.kind).absent_from(self)

    def _asked(self, query: str, **places: Any) -> pl.Series:
        found = pl.from_arrow(self.session.sql(query, here=self.rows, **places).toArrow())
        assert isinstance(found, pl.DataFrame)
        known = found.select(pl.all().reinterpret(signed=False))
        return whole(known.select("low") if self.kind == NARROW else known)


def as_integers(hashes: pl.Series) -> pl.DataFrame:
    """Return the halves of hashes, "high" and "low", as signed integers of the same bits; "high" is null if narrow.

    Spark knows neither unsigned integers nor those of 128 bits.
    """
    some = halves(hashes)
    high = pl.col("high") if "high" in some.columns else pl.lit(None, NARROW)
    return some.select(high=high, low="low").select(pl.all().reinterpret(signed=True))
