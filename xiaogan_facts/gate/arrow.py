"""Pass rows between polars and DuckDB as an Arrow stream, without pyarrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ArrowStream:
    """Wraps rows (a polars frame, a DuckDB relation) in nothing but the Arrow PyCapsule interface.

    DuckDB recognizes a polars frame by its class, and then needs pyarrow. It reads an object that is only a stream.
    """

    rows: Any

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.rows.__arrow_c_stream__(requested_schema)
