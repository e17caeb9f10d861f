"""Read a Parquet file in batches of string cells, each value as the standard writes it in a CSV file."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
from polars.exceptions import PanicException, PolarsError

from xiaogan_facts.gate.package.model import Resource
from xiaogan_facts.gate.tables.inline import nulls
from xiaogan_facts.gate.tables.reader import BATCH_RECORDS, Batch, Header
from xiaogan_facts.gate.tables.source import Part, SourceError

DAMAGED = (PolarsError, PanicException, OSError)


@dataclass(frozen=True)
class ParquetRows:
    """The records of a Parquet file. A record's line is its number; there is no header line."""

    resource: Resource
    part: Part
    schema: pl.Schema
    header: Header

    @classmethod
    def of(cls, resource: Resource, part: Part) -> ParquetRows:
        """Read the schema of the file. Raises SourceError if it is none."""
        try:
            schema = pl.read_parquet_schema(part.path)
        except DAMAGED as error:
            raise _damaged(part, error) from error
        found = pl.Schema(schema)
        return cls(resource, part, found, Header(tuple(found), None))

    def batches(self, width: int | None) -> Iterator[tuple[str, Batch]]:
        """Yield the records, always with all columns."""
        missing = nulls(self.resource, self.header, len(self.schema))
        for start, frame in self._frames():
            columns = {
                str(place): _written(frame[name]).fill_null(null) if null is not None else _written(frame[name])
                for place, (name, null) in enumerate(zip(self.schema, missing, strict=True))
            }
            lines = pl.int_range(start + 1, start + frame.height + 1, dtype=pl.Int64, eager=True)
            yield self.part.name, Batch(pl.DataFrame(columns), lines, [], spans=False)

    def _frames(self) -> Iterator[tuple[int, pl.DataFrame]]:
        """Yield the records in batches, each with the number of those before it."""
        start = 0
        while True:
            try:
                frame = pl.scan_parquet(self.part.path).slice(start, BATCH_RECORDS).collect()
            except DAMAGED as error:
                raise _damaged(self.part, error) from error
            if not frame.height:
                return
            yield start, frame
            start += frame.height


def _damaged(part: Part, error: BaseException) -> SourceError:
    reason = str(error).partition("\n")[0]
    return SourceError.of("archive-damaged", part.name, compression="Parquet", reason=reason)


def _written(column: pl.Series) -> pl.Series:
    """Return the values as strings: dates and times by ISO 8601, what is nested as JSON, bytes in Base64."""
    kind = column.dtype
    if kind.is_float():
        return column.cast(pl.String).replace({"inf": "INF", "-inf": "-INF"})
    if isinstance(kind, pl.Datetime | pl.Duration):
        return column.dt.to_string("iso:strict")
    if kind.is_nested() or kind in (pl.Binary, pl.Object):
        return pl.Series([None if each is None else _as_json(each) for each in column.to_list()], dtype=pl.String)
    return column.cast(pl.String)


def _as_json(value: Any) -> str:
    return _plain(value) if isinstance(value, bytes) else json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> str:
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)
