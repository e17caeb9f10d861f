"""Rewrite a table in canonical form, unless that would change its content.

Canonical: UTF-8 without a byte order mark, lines that end in LF, columns in the schema's order, records sorted by the
primary key, quotes only where a cell needs them. Every cell keeps every character.
"""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import polars as pl

from xiaogan_facts.gate.atomic import write_bytes
from xiaogan_facts.gate.errors import CannotRunError, Error
from xiaogan_facts.gate.package.model import DELIMITED, Dialect, Package, Resource
from xiaogan_facts.gate.tables.reader import LINE, TextTable
from xiaogan_facts.gate.tables.source import parts
from xiaogan_facts.gate.tables.table import Table, open_table
from xiaogan_facts.gate.tables.values import present, typed
from xiaogan_facts.gate.translation import say


class NotCanonicalError(Error):
    """Raised if a file cannot be rewritten without changing its content; the message says why."""


def fix(package: Package, resource: Resource) -> bool:
    """Rewrite a resource's file in canonical form; return whether its bytes changed.

    The new bytes are read back first, and replace the file in one step only if they hold the same records. Raises
    NotCanonicalError, the errors of `open_table`, and OSError if it cannot be written; the file then stays as it is.
    """
    _refuse(resource)
    (part,) = parts(package, resource)
    table = open_table(package, resource)
    if table.header_refused:
        raise NotCanonicalError(say("line {line} is malformed", line=table.header_refused[0].line))
    order = _order(table)
    frames = []
    for _, batch in table.batches():
        if batch.refused:
            raise NotCanonicalError(say("line {line} is malformed", line=batch.refused[0].line))
        frames.append(batch.numbered)
    records = pl.concat(frames) if frames else table.empty_frame()
    labels = table.header.labels or ()
    text = _written([labels[position] for position in order], _sorted(records, table).select(map(str, order)))
    if text == part.path.read_bytes():
        return False
    try:
        write_bytes(part.path, text)
    except CannotRunError as reason:
        raise NotCanonicalError(str(reason)) from reason
    return True


def _refuse(resource: Resource) -> None:
    standard = Dialect()
    kept = replace(resource.dialect, line_terminator=None)
    if resource.data is not None or len(resource.paths) != 1 or resource.compression or resource.schema is None:
        raise NotCanonicalError(say("it is not a single, uncompressed file with a schema"))
    if resource.format not in DELIMITED:
        raise NotCanonicalError(say("it is no CSV file"))
    if kept != standard or resource.dialect.line_terminator not in (None, "\n"):
        raise NotCanonicalError(say("its dialect is not the standard's default"))
    if resource.encoding.lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise NotCanonicalError(say("its encoding is not UTF-8"))
    if resource.bytes is not None or resource.hash is not None:
        raise NotCanonicalError(say("the descriptor states its size or hash, which would no longer hold"))


def _order(table: Table) -> list[int]:
    labels = table.header.labels or ()
    if len(set(labels)) < len(labels) or not labels:
        raise NotCanonicalError(say("its header does not name each column once"))
    known = [labels.index(field.name) for field in table.fields if field.name in labels]
    return known + [position for position in range(len(labels)) if position not in known]


def _sorted(records: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Sort the records by the typed values of their primary key; without one, keep their order."""
    schema = table.resource.schema
    key = schema.primary_key if schema else ()
    where = {field.name: (field, at) for field, at in zip(table.fields, table.positions, strict=True)}
    columns = []
    for name in key:
        field, position = where.get(name, (None, None))
        if field is None or position is None:
            raise NotCanonicalError(say("its primary key's column {name!r} is not there", name=name))
        columns.append(typed(field, present(pl.col(str(position)), table.missing(field))))
        columns.append(pl.col(str(position)))  # for a fixed order among values that are equal but written differently
    return records.sort(*columns, LINE, nulls_last=True) if columns else records


def _written(labels: list[str], records: pl.DataFrame) -> bytes:
    """Return the file's new bytes. Raises NotCanonicalError if they do not read back as the same records."""
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
        raise NotCanonicalError(say("its cells would not read back the same"))
    return content
