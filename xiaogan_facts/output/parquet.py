"""Parquet, by DuckDB's own writer: a second database takes the rows, so that the one they come from stays sealed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation


@dataclass(frozen=True)
class _Stream:
    """Rows as an Arrow stream (PyCapsule interface), whatever else the object that has them can do."""

    rows: DuckDBPyRelation

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.rows.__arrow_c_stream__(requested_schema)


def write_parquet(rows: DuckDBPyRelation, path: Path) -> None:
    """Write the rows, each column of the type that DuckDB gave it; the same rows give the same bytes.

    Of columns with the same name the second is called `name_1`. Raises duckdb.Error where the rows cannot be had.
    """
    with duckdb.connect(config={"threads": "1"}) as writer:
        writer.register("result", _Stream(rows))
        writer.table("result").write_parquet(str(path), compression="zstd")
