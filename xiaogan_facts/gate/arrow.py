"""Hands rows over as an Arrow stream, which neither side needs pyarrow for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ArrowStream:
    """Rows (a polars frame, a DuckDB relation) with nothing but the Arrow PyCapsule interface.

    DuckDB recognizes a polars frame by its class, and then asks for pyarrow; an object that is only a stream it reads.
    """

    rows: Any

    def __arrow_c_stream__(self, requested_schema: object = None) -> Any:
        return self.rows.__arrow_c_stream__(requested_schema)
