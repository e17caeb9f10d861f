"""Read data that is part of the descriptor, in the same batches of string cells as a file.

Source: Data Resource, "Inline Data" and "Tabular: path or data": a list of lists whose first is the header, or a list
of objects. A JSON value becomes the cell that CSV would have, null the first missing value of its field.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from xiaogan_facts.gate.package.model import Resource
from xiaogan_facts.gate.tables._mapping import positions
from xiaogan_facts.gate.tables.malformed import MalformedRecord
from xiaogan_facts.gate.tables.reader import BATCH_RECORDS, Batch, Header


@dataclass(frozen=True)
class InlineRows:
    """The rows of a list of lists or of objects; a row's line is its place in the list (1-based), or one of `lines`."""

    resource: Resource
    file: str
    rows: list[Any]
    header: Header
    kind: type
    lines: Sequence[int] = ()

    @classmethod
    def of(cls, resource: Resource, file: str, lines: Sequence[int] = ()) -> InlineRows | None:
        """Return the rows that a resource's data holds, or None if it is no list of rows."""
        data = resource.data
        if not isinstance(data, list) or not all(isinstance(row, (list, dict)) for row in data[:1]):
            return None
        if not data:
            return cls(resource, file, data, Header(None, None), dict, lines) if resource.tabular else None
        if isinstance(data[0], list):
            has_header = resource.dialect.header
            first = lines[0] if lines else 1
            header = Header(tuple(map(written, data[0])), first) if has_header else Header(None, None)
            return cls(resource, file, data, header, list, lines)
        keys = dict.fromkeys(key for row in data if isinstance(row, dict) for key in row)
        schema = resource.schema
        known = [field.name for field in schema.fields if field.name in keys] if schema else []
        return cls(resource, file, data, Header(tuple(dict.fromkeys([*known, *keys])), None), dict, lines)

    def batches(self, width: int | None) -> Iterator[tuple[str, Batch]]:
        """Yield the rows, always with all columns."""
        skip = 1 if self.kind is list and self.header.labels is not None else 0
        width = len(self.rows[0]) if width is None and self.rows else width or 0
        null = nulls(self.resource, self.header, width)
        for start in range(skip, len(self.rows), BATCH_RECORDS):
            cells: list[list[str | None]] = []
            lines: list[int] = []
            refused: list[MalformedRecord] = []
            for place, row in enumerate(self.rows[start : start + BATCH_RECORDS], start=start):
                line = self.lines[place] if self.lines else place + 1
                refusal = self._refusal(row, line, width)
                if refusal:
                    refused.append(refusal)
                    continue
                values = row if self.kind is list else [row.get(label) for label in self.header.labels or ()]
                cells.append([null[i] if value is None else written(value) for i, value in enumerate(values)])
                lines.append(line)
            schema = dict.fromkeys([str(position) for position in range(width)], pl.String)
            frame = pl.DataFrame(cells, schema=schema, orient="row")
            yield self.file, Batch(frame, pl.Series(lines, dtype=pl.Int64), refused)

    def _refusal(self, row: Any, line: int, width: int) -> MalformedRecord | None:
        if not isinstance(row, self.kind):
            return MalformedRecord("row-kind", line, None, written(row))
        if self.lines and row == []:
            return MalformedRecord("row-blank", line)
        if isinstance(row, list) and len(row) != width:
            rule = "cell-missing" if len(row) < width else "cell-extra"
            return MalformedRecord(rule, line, min(len(row), width) + 1, str(len(row)), width)
        return None


def nulls(resource: Resource, header: Header, width: int) -> list[str | None]:
    """Return the cell that stands for null in each column, None if its field has no missing value."""
    found: list[str | None] = [""] * width
    schema = resource.schema
    for field, position in zip(schema.fields if schema else (), positions(schema, header.labels), strict=True):
        if schema and position is not None and position < width:
            missing = schema.missing_values_of(field)
            found[position] = missing[0].value if missing else None
    return found


def written(value: Any) -> str:
    """Return the cell of a CSV file that stands for a JSON value."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value, ensure_ascii=False)
