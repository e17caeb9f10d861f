"""Read a table: its header, then its records as batches of string cells, each with the line on which it starts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import NamedTuple

import polars as pl

from xiaogan_facts.gate.package.model import Dialect
from xiaogan_facts.gate.tables._bulk import BulkReader, no_records, physical_lines
from xiaogan_facts.gate.tables._columns import columns_of
from xiaogan_facts.gate.tables._lines import LineReader
from xiaogan_facts.gate.tables._mapping import joined_labels
from xiaogan_facts.gate.tables._records import LONGEST_RECORD, Record, Splitter
from xiaogan_facts.gate.tables._text import Text
from xiaogan_facts.gate.tables.malformed import MalformedRecord, refusal_of

LINE = "@line"
# A table is judged in batches, so that memory does not grow with the file.
BATCH_RECORDS = 500_000
BATCH_BYTES = 8 * 1024 * 1024  # a wide table fills a batch with fewer records,
COLUMN_BYTES = 2 * 1024  # though each of its columns has this much, since each costs as much as a thousand cells
BLOCK = 8 * 1024 * 1024  # bytes that are read at once if they are plain
SMALL = 16 * 1024  # bytes at or below which a block that is not plain is split record by record

LINES_BELOW = 20  # below the header, by which another delimiter is recognised
LONGEST_SHOWN = 10_000  # characters of a header's line

_BOM = b"\xef\xbb\xbf"
_BLANK = re.compile(rb"(?:\r?\n)++")


class Header(NamedTuple):
    """The labels of the columns and the physical line they are on; `labels` is None if the dialect has no header.

    `text` is the first line of the header as it stands in the file, `below` are some lines below it.
    """

    labels: tuple[str, ...] | None
    line: int | None
    bom: bool = False
    text: str = ""
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive records: `cells` has the string columns "0", "1", …; `refused` are the malformed records.

    `lines` are the physical lines on which the records start; `spans` tells that cells may hold a `line_break`.
    """

    cells: pl.DataFrame
    lines: pl.Series
    refused: list[MalformedRecord]
    spans: bool = True
    line_break: str = "\n"

    @property
    def numbered(self) -> pl.DataFrame:
        """The cells, with the lines as the column LINE."""
        return self.cells.with_columns(self.lines.alias(LINE))


@dataclass(slots=True)
class TextTable:
    """A table in delimited text, to be read once: first `header`, then `batches`.

    What begins below the header has none to be read: its first record is on physical line `line`, and below `above`
    others, header and comments among them.
    """

    blocks: Iterator[bytes]
    dialect: Dialect
    line: int = 1
    above: int = 0
    _text: Text = field(init=False)
    _splitter: Splitter = field(init=False)
    _plain: BulkReader | None = field(init=False)
    _lines: LineReader | None = field(init=False)
    _row: int = field(init=False)
    _spans: bool = field(init=False, default=False)
    _last: str = field(init=False, default="")  # the record that was split last, if it was one alone
    _blank: int = field(init=False, default=0)  # the line after the last blank one

    def __post_init__(self) -> None:
        self._text, self._row = Text(self.blocks, line=self.line), self.above
        self._splitter = Splitter.of(self.dialect)
        self._plain = BulkReader.of(self.dialect)
        self._lines = LineReader.of(self._plain)

    def header(self) -> tuple[Header, list[MalformedRecord]]:
        """Return the header, joined from its rows, and the malformed ones among them."""
        self._text.fill(len(_BOM))
        bom = self._text.buffer.startswith(_BOM)
        if bom:
            self._text.position = len(_BOM)
        wanted = list(self.dialect.header_rows) if self.dialect.header else []
        found: list[Record] = []
        refused: list[MalformedRecord] = []
        text = ""
        while wanted and self._row < wanted[-1] and self._ahead():
            records = self._exact(SMALL, most=1)
            if not records and self._row in wanted:  # a comment where the header should be, which follows it
                wanted = [row + (row >= self._row) for row in wanted]
            for record in records:
                if self._row in wanted:
                    text = text or self._last
                    found.append(record)
                    refusal = refusal_of(record, None)
                    refused += [refusal] if refusal else []
        if not found:
            return Header(() if self.dialect.header and self.dialect.header_rows else None, None, bom), refused
        labels = joined_labels([record.cells for record in found], self.dialect.header_join)
        return Header(labels, found[0].line, bom, text[:LONGEST_SHOWN], self._below()), refused

    @property
    def next_line(self) -> int:
        """The physical line on which the next record starts."""
        return self._text.line

    def _below(self) -> tuple[str, ...]:
        """Return some of the lines that come next, without reading them."""
        self._text.fill(SMALL)
        ahead = self._text.buffer[self._text.position : self._text.position + SMALL]
        lines = ahead.decode("utf-8", "replace").split(self._splitter.terminator)
        whole = lines if len(ahead) < SMALL else lines[:-1]
        return tuple(line.removesuffix("\r") for line in whole if line)[:LINES_BELOW]

    def batches(self, width: int | None) -> Iterator[Batch]:
        """Yield the records below the header; one that has not `width` cells (None: as the first one) is refused."""
        pieces: list[Batch] = []
        records, size, refused = 0, 0, 0
        most = max(BATCH_BYTES, (width or 0) * COLUMN_BYTES)
        for piece, read in self._pieces(width):
            piece = replace(piece, refused=[each for each in piece.refused if not self._goes_on(each)])
            pieces.append(piece)
            records, size, refused = records + piece.cells.height, size + read, refused + len(piece.refused)
            if records >= BATCH_RECORDS or size >= most or refused >= BATCH_RECORDS:
                yield self._batch(pieces)
                pieces, records, size, refused = [], 0, 0, 0
        if records or refused:
            yield self._batch(pieces)

    def columns(self, width: int, only: Sequence[int]) -> Iterator[Batch]:
        """Yield the records below the header, with the columns `only`, given that each line is known to be sound."""
        for cells, first in columns_of(self._text, self._plain, width, only) if self._plain else ():
            yield Batch(cells, physical_lines(cells, first, cells.height), [], spans=False)
        yield from self.batches(width)

    def _goes_on(self, refused: MalformedRecord) -> bool:
        """Return whether a malformed record is a blank line below another, which is told once for all."""
        if refused.rule != "row-blank":
            return False
        last, self._blank = self._blank, max(self._blank, refused.line + 1)
        return refused.line == last

    def _batch(self, pieces: list[Batch]) -> Batch:
        frames = [piece.cells for piece in pieces if piece.cells.height] or [pieces[0].cells]
        lines = pl.concat([piece.lines for piece in pieces])
        refused = [refusal for piece in pieces for refusal in piece.refused]
        return Batch(pl.concat(frames), lines, refused, self._spans, self._splitter.line_break)

    def _pieces(self, width: int | None) -> Iterator[tuple[Batch, int]]:
        """Yield the records of each block, and its size in bytes.

        A block that is not plain is read by its lines, as far as these are records of their own, and so is the next
        one where some of them were malformed. If not even the first line is, the block is cut down, to an eighth each
        time, until what is not plain fits into a small one. After that, blocks grow again by what could be read.
        """
        most = BLOCK * max((width or 0) * COLUMN_BYTES // BATCH_BYTES, 1)  # each block costs something a column, too
        text, size, by_lines = self._text, most, False
        while True:
            text.fill(size)
            if not text.ahead():
                return
            below_comments = self._row >= max(self.dialect.comment_rows, default=0)
            if below_comments and (blank := self._blank_lines(width)):
                yield blank
                continue
            if width is not None and self._plain and below_comments:
                found = None if by_lines else self._plain_block(self._plain, width, size)
                if found is None and self._lines and size > SMALL:
                    found = self._line_block(self._lines, width, size)
                    by_lines, again = found is not None and bool(found[0].refused), by_lines
                    if found is None and again:
                        continue
                if found is not None:
                    size = min(max(found[1] * 2, SMALL), most)
                    yield found
                    continue
                if size > SMALL:
                    size = max(size // 8, 1)
                    continue
            before = text.ahead()
            records = self._exact(size)
            self._spans = True
            if width is None:  # there is no header: the first record that can be read sets it
                width = next((len(record.cells) for record in records if not refusal_of(record, None)), None)
            yield _judge_widths(records, width), before - text.ahead()
            size = min(size * 2, most)

    def _blank_lines(self, width: int | None) -> tuple[Batch, int] | None:
        """Read blank lines that come next, however many, as one malformed record; None if there are none."""
        text, found = self._text, _BLANK.match(self._text.buffer, self._text.position)
        if not found or self._splitter.terminator != "\n":
            return None
        count = found[0].count(b"\n")
        goes_on, self._blank = self._blank == text.line, text.line + count
        refused = [] if goes_on else [MalformedRecord("row-blank", text.line)]
        text.position, text.line, self._row = found.end(), text.line + count, self._row + count
        return Batch(no_records(width), pl.Series(dtype=pl.Int64), refused), len(found[0])

    def _plain_block(self, plain: BulkReader, width: int, size: int) -> tuple[Batch, int] | None:
        text = self._text
        end = text.position + size if text.ahead() > 2 * size else len(text.buffer)
        whole = text.ended and end == len(text.buffer)
        for cut in (end,) if whole else plain.boundaries(text.buffer, text.position, end):
            block = text.buffer[text.position : cut]
            if found := plain.read(block, width):
                frame, lines = found
                self._spans |= lines > frame.height
                piece = Batch(frame, physical_lines(frame, text.line, lines), [])
                text.position, text.line = cut, text.line + lines - (not block.endswith(b"\n"))
                self._row += frame.height
                return piece, len(block)
        return None

    def _line_block(self, lines: LineReader, width: int, size: int) -> tuple[Batch, int] | None:
        text = self._text
        end = min(text.position + size, len(text.buffer))
        whole = text.ended and end == len(text.buffer)
        cut = end if whole else text.buffer.rfind(b"\n", text.position, end) + 1
        found = lines.read(text.buffer[text.position : cut], width, text.line) if cut > text.position else None
        if found is None:
            return None
        ended = text.buffer.endswith(b"\n", 0, text.position + found.size)
        text.position, text.line = text.position + found.size, text.line + found.height - (not ended)
        self._row += found.height
        return Batch(found.cells, found.lines, found.refused), found.size

    def _ahead(self) -> int:
        self._text.fill(1)
        return self._text.ahead()

    def _exact(self, size: int, most: int | None = None) -> list[Record]:
        """Split the next records, `most` at most, from the next `size` bytes, or more if one record needs more."""
        text, asked, ending = self._text, size, self._splitter.terminator.encode()
        while True:
            text.fill(size)
            if size > asked:  # for one long record: those below it are read as usual, not all held at once
                most = 1
            raw = text.buffer[text.position : text.position + size]
            last = text.ended and len(raw) == text.ahead()
            if not last and size < LONGEST_RECORD and ending not in raw:  # no record can end in it
                size *= 4
                continue
            decoded = raw.decode("utf-8", "surrogateescape")
            records = list(islice(self._splitter.records(decoded, text.line, last=last), most))
            if records or last:
                break
            size *= 4
        end = records[-1].end if records else 0
        text.line += decoded.count(self._splitter.line_break, 0, end)
        self._last = decoded[:end].rstrip("\r\n") if most == 1 else ""
        text.position += len(decoded[:end].encode("utf-8", "surrogateescape"))
        kept = []
        for record in records:
            self._row += 1
            if self._row not in self.dialect.comment_rows and not _is_comment(record):
                kept.append(record)
        return kept


def _is_comment(record: Record) -> bool:
    return record.fault is not None and record.fault.rule == "comment"


def _judge_widths(records: list[Record], width: int | None) -> Batch:
    rows, lines, refused = [], [], []
    for record in records:
        refusal = refusal_of(record, width)
        if refusal:
            refused.append(refusal)
        else:
            rows.append(record.cells)
            lines.append(record.line)
    schema = dict.fromkeys((str(position) for position in range(width or 0)), pl.String)
    cells = pl.DataFrame(rows, schema=schema, orient="row") if rows else pl.DataFrame(schema=schema)
    return Batch(cells, pl.Series(lines, dtype=pl.Int64), refused)
