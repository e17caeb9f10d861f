"""Reads a table: its header, then its records as batches of string cells, each with the physical line it starts on."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from xiaogan_facts.tables.plain import PlainReader
from xiaogan_facts.tables.records import Splitter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xiaogan_facts.package.model import Dialect
    from xiaogan_facts.tables.records import Record

LINE = "@line"
BATCH_RECORDS = 500_000
BATCH_BYTES = 64 * 1024 * 1024  # a wide table fills a batch with fewer records
BLOCK = 8 * 1024 * 1024  # bytes judged at once
SMALL = 16 * 1024  # bytes below which a block that is not plain is split record by record

_BOM = b"\xef\xbb\xbf"
_UNDECODED = re.compile("[\udc80-\udcff]")


class Refusal(NamedTuple):
    """A record that is not judged: the rule it breaks, where, and the number of cells or the characters found."""

    rule: str
    line: int
    column: int | None = None
    found: str | None = None


class Header(NamedTuple):
    """The labels of the columns, and the physical line they stand on; no labels where the dialect has no header."""

    labels: tuple[str, ...] | None
    line: int | None
    bom: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """Some records in a row: `cells` has the string columns "0", "1", … and LINE; `refused` are the others.

    `spans` tells that a cell may hold more than one line.
    """

    cells: pl.DataFrame
    refused: list[Refusal]
    spans: bool = True


@dataclass(slots=True)
class _Text:
    """What was read of a file and not yet split, and the physical line at `position`."""

    blocks: Iterator[bytes]
    buffer: bytes = b""
    position: int = 0
    line: int = 1
    ended: bool = False

    def fill(self, wanted: int) -> None:
        """Have at least `wanted` bytes ahead of the position, or the file's end."""
        if self.ended or len(self.buffer) - self.position >= wanted:
            return
        held = [self.buffer[self.position :]]
        size = len(held[0])
        while size < wanted:
            block = next(self.blocks, None)
            if block is None:
                self.ended = True
                break
            held.append(block)
            size += len(block)
        self.buffer, self.position = b"".join(held), 0

    def ahead(self) -> int:
        return len(self.buffer) - self.position


@dataclass(slots=True)
class TextTable:
    """A table in a delimited text, read from the top once: first `header`, then `batches`."""

    blocks: Iterator[bytes]
    dialect: Dialect
    _text: _Text = field(init=False)
    _splitter: Splitter = field(init=False)
    _plain: PlainReader | None = field(init=False)
    _row: int = field(init=False, default=0)
    _spans: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self._text = _Text(self.blocks)
        self._splitter = Splitter.of(self.dialect)
        self._plain = PlainReader.of(self.dialect)

    def header(self) -> tuple[Header, list[Refusal]]:
        """The header, joined from its rows, and what is malformed in it."""
        self._text.fill(len(_BOM))
        bom = self._text.buffer.startswith(_BOM)
        if bom:
            self._text.position = len(_BOM)
        rows = self.dialect.header_rows if self.dialect.header else ()
        found: list[Record] = []
        refused: list[Refusal] = []
        while self._row < max(rows, default=0) and self._ahead():
            for record in self._exact(SMALL, most=1):
                if self._row in rows:
                    found.append(record)
                    refusal = _refusal(record, None)
                    refused += [refusal] if refusal else []
        if not found:
            return Header(None if not rows else (), None, bom), refused
        width = max(len(record.cells) for record in found)
        columns = [[record.cells[i] for record in found if i < len(record.cells)] for i in range(width)]
        labels = tuple(self.dialect.header_join.join(filter(None, column)) for column in columns)
        return Header(labels, found[0].line, bom), refused

    def batches(self, width: int | None, only: tuple[int, ...] | None = None) -> Iterator[Batch]:
        """The records below the header; one whose number of cells is not `width` (None: the first's) is refused.

        `only` are the columns (0-based) that are wanted, as `PlainReader.read` takes them; the others may be left out.
        """
        frames: list[pl.DataFrame] = []
        refused: list[Refusal] = []
        records, size = 0, 0
        for frame, bad, read in self._pieces(width, only):
            if frame is not None:
                frames.append(frame)
                records, size = records + frame.height, size + read
            refused += bad
            if records >= BATCH_RECORDS or size >= BATCH_BYTES or len(refused) >= BATCH_RECORDS:
                yield self._batch(frames, refused, width)
                frames, refused, records, size = [], [], 0, 0
        if frames or refused:
            yield self._batch(frames, refused, width)

    def _batch(self, frames: list[pl.DataFrame], refused: list[Refusal], width: int | None) -> Batch:
        same = {tuple(frame.columns) for frame in frames}
        if len(same) > 1:  # some blocks could be read without the columns that nobody wants
            frames = [frame.select(min(same, key=len)) for frame in frames]
        cells = pl.concat(frames) if frames else _frame([], [], width or 0)
        return Batch(cells, refused, spans=self._spans)

    def _pieces(
        self, width: int | None, only: tuple[int, ...] | None
    ) -> Iterator[tuple[pl.DataFrame | None, list[Refusal], int]]:
        text, size = self._text, BLOCK
        while True:
            text.fill(size)
            if not text.ahead():
                return
            if width is not None and self._plain and self._row >= max(self.dialect.comment_rows, default=0):
                frame, read = self._plain_block(self._plain, width, size, only)
                if frame is not None:
                    size = min(size * 2, BLOCK)
                    yield frame, [], read
                    continue
                if size > SMALL:
                    size //= 8
                    continue
            before = text.ahead()
            records = self._exact(size)
            self._spans = True
            if records and width is None:
                width = len(records[0].cells)
            yield (*_judge_widths(records, width or 0), before - text.ahead())
            size = min(size * 2, BLOCK)

    def _plain_block(
        self, plain: PlainReader, width: int, size: int, only: tuple[int, ...] | None
    ) -> tuple[pl.DataFrame | None, int]:
        text = self._text
        end = min(text.position + size, len(text.buffer))
        whole = text.ended and end == len(text.buffer)
        cut = end if whole else plain.boundary(text.buffer, text.position, end)
        if cut == text.position:
            return None, 0
        block = text.buffer[text.position : cut]
        quoted = bool(plain.quote) and plain.quote in block
        frame = plain.read(block, width, None if quoted else only)  # a cell left out could span lines
        if frame is None:
            return None, 0
        ended = block.endswith(b"\n")
        lines = block.count(b"\n") + (not ended) if quoted else frame.height
        self._spans |= lines > frame.height
        frame = frame.with_columns(_lines(frame, text.line, lines))
        text.position, text.line = cut, text.line + lines - (not ended)
        self._row += frame.height
        return frame, len(block)

    def _ahead(self) -> int:
        self._text.fill(1)
        return self._text.ahead()

    def _exact(self, size: int, most: int | None = None) -> list[Record]:
        """The next records, at most that many, split exactly from the next `size` bytes or as many as one needs."""
        text = self._text
        while True:
            text.fill(size)
            raw = text.buffer[text.position : text.position + size]
            last = text.ended and len(raw) == text.ahead()
            decoded = raw.decode("utf-8", "surrogateescape")
            records = list(islice(self._splitter.records(decoded, text.line, last=last), most))
            if records or last:
                break
            size *= 2
        end = records[-1].end if records else 0
        text.line += decoded.count("\n", 0, end)
        text.position += len(decoded[:end].encode("utf-8", "surrogateescape"))
        kept = []
        for record in records:
            self._row += 1
            if self._row not in self.dialect.comment_rows and not _is_comment(record):
                kept.append(record)
        return kept


def _is_comment(record: Record) -> bool:
    return record.fault is not None and record.fault.rule == "comment"


def _judge_widths(records: list[Record], width: int) -> tuple[pl.DataFrame | None, list[Refusal]]:
    rows, lines, refused = [], [], []
    for record in records:
        refusal = _refusal(record, width)
        if refusal:
            refused.append(refusal)
        else:
            rows.append(record.cells)
            lines.append(record.line)
    return (_frame(rows, lines, width) if rows else None), refused


def _refusal(record: Record, width: int | None) -> Refusal | None:
    if record.fault:
        return Refusal(record.fault.rule, record.fault.line, record.fault.column)
    if record.blank:
        return Refusal("row-blank", record.line)
    for column, cell in enumerate(record.cells, start=1):
        if "\0" in cell:
            return Refusal("nul-character", record.line, column, cell)
        if not cell.isascii() and _UNDECODED.search(cell):
            return Refusal("encoding-broken", record.line, column, cell)
    count = len(record.cells)
    if width is not None and count != width:
        return Refusal(
            "cell-missing" if count < width else "cell-extra", record.line, min(count, width) + 1, str(count)
        )
    return None


def _frame(rows: Iterable[list[str]], lines: list[int], width: int) -> pl.DataFrame:
    names = [str(position) for position in range(width)]
    frame = pl.DataFrame(list(rows), schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.with_columns(pl.Series(LINE, lines, dtype=pl.Int64))


def _lines(frame: pl.DataFrame, first: int, lines: int) -> pl.Series:
    """The physical line that each record starts on, where they take up so many lines together."""
    if lines == frame.height:
        return pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True).alias(LINE)
    inside = pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).cast(pl.Int64))
    spans = frame.select(inside + 1).to_series()
    return (spans.cum_sum() - spans + first).cast(pl.Int64).alias(LINE)
