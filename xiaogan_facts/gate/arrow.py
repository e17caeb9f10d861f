"""Data frames handed to DuckDB without pyarrow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True)
class ArrowStream:
    """A frame that offers its Arrow stream and nothing else.

    DuckDB recognises a polars frame and then asks for pyarrow, which is not a dependency; a stranger with an
    `__arrow_c_stream__` it reads directly. Source: the Arrow PyCapsule interface.
    """

    frame: pl.DataFrame

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.frame.__arrow_c_stream__(requested_schema)
