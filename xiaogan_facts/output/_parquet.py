"""Parquet, by DuckDB's own writer: a second database takes the rows, so that the one they come from stays sealed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from xiaogan_facts.gate.arrow import ArrowStream

if TYPE_CHECKING:
    from duckdb import DuckDBPyRelation


def write_parquet(rows: DuckDBPyRelation, path: Path) -> None:
    """Write the rows, each column of the type that DuckDB gave it; the same rows give the same bytes.

    Of columns with the same name the second is called `name_1`. Raises duckdb.Error where the rows cannot be had.
    """
    import duckdb

    with duckdb.connect(config={"threads": "1"}) as writer:
        writer.register("result", ArrowStream(rows))
        writer.table("result").write_parquet(str(path), compression="zstd")
