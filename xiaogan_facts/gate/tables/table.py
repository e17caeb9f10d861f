"""A resource opened as a table: its header, its schema's fields mapped to columns, and its records yet to be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from xiaogan_facts.gate.lookalike import skeleton
from xiaogan_facts.gate.package.model import DELIMITED, Dialect, Field, Package, Resource
from xiaogan_facts.gate.package.safe_paths import is_remote
from xiaogan_facts.gate.tables._bulk import no_records
from xiaogan_facts.gate.tables._json_rows import json_lines, json_rows
from xiaogan_facts.gate.tables._mapping import positions
from xiaogan_facts.gate.tables._parquet import ParquetRows
from xiaogan_facts.gate.tables._workbook import WORKBOOKS, sheet_rows
from xiaogan_facts.gate.tables._xlsx import INSTALL
from xiaogan_facts.gate.tables.inline import InlineRows
from xiaogan_facts.gate.tables.malformed import MalformedRecord
from xiaogan_facts.gate.tables.reader import LINE, Batch, Header, TextTable
from xiaogan_facts.gate.tables.source import Part, SourceError, blocks, found_parts, parts, remote
from xiaogan_facts.gate.tables.values import present, typed
from xiaogan_facts.gate.translation import say

STRUCTURED = ("json", "jsonl", "parquet", *WORKBOOKS)
"""The formats of tables that are not delimited text."""


class NotATableError(Exception):
    """Raised if a resource is not a table that can be read; the message says what it would have to be.

    `told` is true if the descriptor is at fault, whose judges report it.
    """

    def __init__(self, message: str, *, told: bool = False) -> None:
        super().__init__(message)
        self.told = told


@dataclass(frozen=True)
class Table:
    """A resource whose header has been read, but not yet its records.

    `width` is the number of cells in a record, None if only the first record can tell. `fields` are the schema's, or
    without a schema one of type "any" for each label; `positions` are their columns (0-based), None if missing.
    `absent` are the errors of files that could not be found, beside others that were. `sheet` is a workbook's.
    """

    resource: Resource
    fields: tuple[Field, ...]
    file: str
    header: Header
    header_refused: list[MalformedRecord]
    width: int | None
    positions: tuple[int | None, ...]
    rows: FileRows | InlineRows | ParquetRows
    absent: tuple[SourceError, ...] = ()
    sheet: str | None = None

    @cached_property
    def where(self) -> dict[str, tuple[Field, int | None]]:
        """The fields by their names, the last of each, with their positions."""
        return {field.name: (field, at) for field, at in zip(self.fields, self.positions, strict=True)}

    def missing(self, field: Field) -> tuple[str, ...]:
        """Return the strings that stand for "no value" in a field."""
        schema, null = self.resource.schema, self.resource.dialect.null_sequence
        values = [missing.value for missing in schema.missing_values_of(field)] if schema else [""]
        return tuple(dict.fromkeys([*values, *([] if null is None else [null])]))

    def batches(self, only: Sequence[int] | None = None) -> Iterator[tuple[str, Batch]]:
        """Yield the records, with the name of the file that holds them. Can be called once.

        `only` are columns (0-based) that are enough, given that each line was found to be a sound record before.
        """
        if only is not None and isinstance(self.rows, FileRows):
            return self.rows.batches(self.width, only)
        return self.rows.batches(self.width)

    def share_read(self) -> float | None:
        """Return which share of the bytes of its files has been read, 0 to 1; None for what is not read in pieces."""
        if not isinstance(self.rows, FileRows):
            return None
        size = sum(part.size for part in self.rows.files)
        return min(sum(part.read for part in self.rows.files) / size, 1) if size else None

    def empty_frame(self) -> pl.DataFrame:
        """Return a frame without records, with the columns of `Batch.numbered`."""
        return no_records(self.width).with_columns(pl.lit(None, pl.Int64).alias(LINE)).clear()


@dataclass(frozen=True)
class FileRows:
    """The records of one file, or of several that continue each other and may each repeat the header.

    `first` is the first file, read down to its first record; None if this was pickled, and the file is not open.
    """

    resource: Resource
    files: list[Part]
    first: TextTable | None
    header: Header

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "first": None}

    def batches(self, width: int | None, only: Sequence[int] | None = None) -> Iterator[tuple[str, Batch]]:
        if self.first is None:
            yield from self.whole(0, width, only=only)
        else:
            yield from ((self.files[0].name, batch) for batch in _records(self.first, width, only))
        for number in range(1, len(self.files)):
            yield from self.whole(number, width, only=only)

    def whole(
        self, number: int, width: int | None, end: int | None = None, only: Sequence[int] | None = None
    ) -> Iterator[tuple[str, Batch]]:
        """Yield the records of a file (0-based number), or those before its byte `end`, where a record ends."""
        part = self.files[number] if end is None else replace(self.files[number], read=0, end=end)
        text, refused = self.opened(part, number)
        if refused:
            yield part.name, Batch(no_records(width), pl.Series(dtype=pl.Int64), [refused])
        if refused is None or refused.rule == SPELT:
            yield from ((part.name, batch) for batch in _records(text, width, only))

    def lower(
        self, number: int, start: int, end: int | None, line: int, width: int | None
    ) -> Iterator[tuple[str, Batch]]:
        """Yield the records from byte `start` of a file to before byte `end`; the first is on physical line `line`.

        It has to be below the header and the comment rows, and not a blank line.
        """
        part, dialect = replace(self.files[number], read=0, start=start, end=end), self.resource.dialect
        above = max((*dialect.header_rows, *dialect.comment_rows), default=0)
        text = TextTable(blocks(part, self.resource), dialect, line, above)
        yield from ((part.name, batch) for batch in text.batches(width))

    def opened(self, part: Part, number: int) -> tuple[TextTable, MalformedRecord | None]:
        """Open a file at its first record, and return how its header differs from that of the first file."""
        if number:
            return self._further(part)
        text = _text(part, self.resource, self.resource.dialect)
        text.header()
        return text, None

    def _further(self, part: Part) -> tuple[TextTable, MalformedRecord | None]:
        """Open a later file at its first record, and return how its header differs; it need not have one."""
        text = _text(part, self.resource, self.resource.dialect)
        header, _ = text.header()
        if header.labels == self.header.labels:
            return text, None
        if refused := _differing(header, self.header):
            return text, refused
        text = _text(part, self.resource, replace(self.resource.dialect, header=False))
        text.header()  # it has none, but may begin with a byte order mark
        return text, None


def _records(text: TextTable, width: int | None, only: Sequence[int] | None) -> Iterator[Batch]:
    return text.batches(width) if width is None or only is None else text.columns(width, only)


SPELT = "part-header-spelling"


def _differing(header: Header, first: Header) -> MalformedRecord | None:
    """Return how a first line differs from the header of the first file, None if it is no header but a record.

    It is one if all its labels are there, or all labels of there in it, whatever their capitals and characters.
    """
    ours, theirs = header.labels or (), first.labels or ()
    own, other = Counter(map(skeleton, ours)), Counter(map(skeleton, theirs))
    if not ours or not (own == other or (min(len(own), len(other)) > 1 and (own <= other or own >= other))):
        return None
    rule = SPELT if [*map(skeleton, ours)] == [*map(skeleton, theirs)] else "part-header-columns"
    column = next((n for n, (one, two) in enumerate(zip(ours, theirs, strict=False)) if one != two), len(theirs))
    found = ours[column] if column < len(ours) else None
    return MalformedRecord(rule, header.line or 1, column + 1, found)


def open_table(package: Package, resource: Resource) -> Table:
    """Open a resource as a table. Raises NotATableError if it is none, SourceError if it cannot be read."""
    if resource.data is not None:
        return _inline(package, resource)
    if not resource.paths:
        raise NotATableError(say("a path, or inline data"), told=True)
    if remote(resource):
        mixed = not all(is_remote(path) for path in resource.paths)
        raise NotATableError(say("a file inside the package; remote addresses are not fetched"), told=mixed)
    if resource.format not in DELIMITED:
        return _structured(resource, parts(package, resource))  # missing and unsafe files are errors of any resource
    files, absent = found_parts(package, resource)
    if not files:
        raise absent[0]
    first = _text(files[0], resource, resource.dialect)
    header, refused = first.header()
    rows = FileRows(resource, files, first, header)
    return replace(_table(resource, files[0].name, header, refused, rows), absent=tuple(absent))


def _inline(package: Package, resource: Resource) -> Table:
    """Open inline data. Rows that have no lines of their own in the descriptor are counted, below its pointer."""
    place = package.at(*resource.steps, "data")
    if isinstance(resource.data, str):
        if resource.format not in DELIMITED:
            raise NotATableError(say("rows, or a text in the format csv or tsv"))
        part = Part(package.file, package.base)
        text = _text(part, resource, resource.dialect)
        header, refused = text.header()
        rows = FileRows(resource, [part], text, header)
        return replace(_table(resource, package.file, header, refused, rows), sheet=place.pointer)
    lines = package.places.lines((*resource.steps, "data"))
    own = lines if isinstance(resource.data, list) and len(set(lines)) == len(resource.data) else []
    inline = InlineRows.of(resource, package.file, own)
    if inline is None:
        raise NotATableError(say("rows: a list of lists or a list of objects"), told=_is_told(resource))
    table = _table(resource, package.file, inline.header, [], inline)
    return table if own or place.line is None else replace(table, sheet=place.pointer)


def _is_told(resource: Resource) -> bool:
    """Return whether data that is no rows is a fault of the descriptor, rather than no table."""
    return resource.tabular or not isinstance(resource.data, list | dict)


def _structured(resource: Resource, files: list[Part]) -> Table:
    """Open a file that is not delimited text, if the descriptor says that it is a table."""
    if resource.format not in STRUCTURED or not resource.tabular or len(files) > 1:
        raise NotATableError(
            say("a CSV or TSV file, or a single table in {structured}", structured=", ".join(STRUCTURED))
        )
    (part,) = files
    if resource.format == "parquet":
        records = ParquetRows.of(resource, part)
        return _table(resource, part.name, records.header, [], records)
    if resource.format in WORKBOOKS:
        try:
            sheet, rows, lines = sheet_rows(part, resource)
        except ImportError as error:
            raise NotATableError(say(INSTALL)) from error
        return replace(_of_rows(resource, part, rows or [[]], lines or [1]), sheet=sheet)
    if resource.format == "json":
        return _of_rows(resource, part, json_rows(part, resource), [])
    return _of_rows(resource, part, *json_lines(part, resource))


def _of_rows(resource: Resource, part: Part, rows: Any, lines: list[int]) -> Table:
    inline = InlineRows.of(replace(resource, data=rows), part.name, lines)
    if inline is None:
        raise NotATableError(say("rows: a list of lists or a list of objects"))
    return _table(resource, part.name, inline.header, [], inline)


def _text(part: Part, resource: Resource, dialect: Dialect) -> TextTable:
    inline = resource.data
    return TextTable(iter([inline.encode()]) if isinstance(inline, str) else blocks(part, resource), dialect)


def _table(
    resource: Resource,
    file: str,
    header: Header,
    refused: list[MalformedRecord],
    rows: FileRows | InlineRows | ParquetRows,
) -> Table:
    width: int | None
    if refused:  # its labels cannot be told: fields are matched by their order
        header = header._replace(labels=None)
    if header.labels is not None:
        width = len(header.labels)
    else:
        width = len(resource.schema.fields) if resource.schema and resource.schema.fields else None
    if resource.schema is None:
        fields = tuple(Field(name=label, type="any") for label in header.labels or ())
        return Table(resource, fields, file, header, refused, width, tuple(range(len(fields))), rows)
    places = positions(resource.schema, header.labels)
    return Table(resource, resource.schema.fields, file, header, refused, width, places, rows)


def read_typed(package: Package, resource_name: str) -> pl.DataFrame:
    """Return the records of a resource as columns named and typed by its fields, and "@line" at the end.

    Missing and invalid cells are null, as is all of a field without a column. "@line" is the physical line (1-based) on
    which a record starts. Malformed records are left out. Raises KeyError for an unknown resource, NotATableError and
    SourceError as `open_table` does.
    """
    resource = package.resource(resource_name)
    table = open_table(package, resource)
    columns: dict[str, pl.Expr] = {}
    for field, position in zip(table.fields, table.positions, strict=True):
        missing = table.missing(field)
        cells = pl.lit(None, pl.String) if position is None else present(pl.col(str(position)), missing)
        columns.setdefault(field.name, typed(field, cells))  # version 1 allows two fields of one name
    frames = [batch.numbered.select(LINE, **columns) for _, batch in table.batches()]
    return (pl.concat(frames) if frames else table.empty_frame().select(LINE, **columns)).select(*columns, LINE)
