"""Writes a table in its one canonical form, or says why that would change what it holds.

Canonical: UTF-8 without a byte order mark, lines that end in LF, columns in the schema's order, records sorted by the
primary key, quotes only where a cell needs them. Every cell keeps every character.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.package.model import Dialect
from xiaogan_facts.gate.tables.reader import LINE, TextTable
from xiaogan_facts.gate.tables.source import parts
from xiaogan_facts.gate.tables.table import open_table
from xiaogan_facts.gate.tables.values import present, typed

if TYPE_CHECKING:
    from xiaogan_facts.gate.package.model import Package, Resource
    from xiaogan_facts.gate.tables.table import Table


class NotCanonicalError(Exception):
    """The file cannot be rewritten without changing what it holds; the message says what stands in the way."""


def fix(package: Package, resource: Resource) -> bool:
    """Rewrite a resource's file in canonical form; True where its bytes changed.

    The new file is read back, and takes the place of the old one, in one step, only where it holds the same records.
    Raises NotCanonicalError, leaving the file as it is, and the errors of `open_table`.
    """
    _refuse(resource)
    (part,) = parts(package, resource)
    table = open_table(package, resource)
    order = _order(table)
    frames = []
    for _, batch in table.batches():
        if batch.refused:
            raise NotCanonicalError(f"line {batch.refused[0].line} is malformed")
        frames.append(batch.numbered)
    records = pl.concat(frames) if frames else table.empty_frame()
    labels = table.header.labels or ()
    text = _written([labels[position] for position in order], _sorted(records, table).select(map(str, order)))
    if text == part.path.read_bytes():
        return False
    with written_whole(part.path) as new:
        new.write_bytes(text)
    return True


def _refuse(resource: Resource) -> None:
    standard = Dialect()
    kept = replace(resource.dialect, line_terminator=None)
    if resource.data is not None or len(resource.paths) != 1 or resource.compression or resource.schema is None:
        raise NotCanonicalError("it is no single, unpacked file with a schema")
    if kept != standard or resource.dialect.line_terminator not in (None, "\n"):
        raise NotCanonicalError("its dialect is not the standard's own")
    if resource.encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise NotCanonicalError("its encoding is not UTF-8")
    if resource.bytes is not None or resource.hash is not None:
        raise NotCanonicalError("the descriptor states its size or hash, which would no longer hold")


def _order(table: Table) -> list[int]:
    labels = table.header.labels or ()
    if len(set(labels)) < len(labels) or not labels:
        raise NotCanonicalError("its header does not name each column once")
    known = [labels.index(field.name) for field in table.fields if field.name in labels]
    return known + [position for position in range(len(labels)) if position not in known]


def _sorted(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The records by their primary key, as its types are ordered; without one as they stand."""
    schema = table.resource.schema
    key = schema.primary_key if schema else ()
    where = {field.name: (field, at) for field, at in zip(table.fields, table.positions, strict=True)}
    columns = []
    for name in key:
        field, position = where.get(name, (None, None))
        if field is None or position is None:
            raise NotCanonicalError(f"its primary key's column {name!r} is not there")
        columns.append(typed(field, present(pl.col(str(position)), table.missing(field))))
        columns.append(pl.col(str(position)))  # equal values in a fixed order too
    return records.sort(*columns, LINE, nulls_last=True) if columns else records


def _written(labels: list[str], records: pl.DataFrame) -> bytes:
    """The file's new bytes. Raises NotCanonicalError should they not read back as the same records."""
    rows = records.rows()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow(labels)
    writer.writerows(rows)
    content = text.getvalue().encode("utf-8")
    again = TextTable(iter([content]), Dialect())
    header, _ = again.header()
    read = [row for batch in again.batches(len(labels)) for row in batch.cells.rows()]
    if header.labels != tuple(labels) or read != rows:
        raise NotCanonicalError("its cells would not read back the same")
    return content
