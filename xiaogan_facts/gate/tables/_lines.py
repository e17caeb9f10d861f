"""Read a block in which every record is one line, with polars, setting the malformed records apart.

For blocks that `_bulk` leaves alone since some record in them is malformed. Reading stops at the first line that may
not be a record of its own, because a quote opens a cell in it and none closes it.
Why not `_records`? It takes ten times as long, and a fault in every thousandth line brings it into every block.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl
from polars.exceptions import PolarsError

from xiaogan_facts.gate.tables._bulk import BulkReader, no_records
from xiaogan_facts.gate.tables.malformed import MalformedRecord

_NONE = b"\x01"  # a delimiter that no line holds


class Lines(NamedTuple):
    """The cells of the sound records, the lines they are on, the malformed records, and how much was read.

    `height` is the number of lines that were read, `size` that of their bytes.
    """

    cells: pl.DataFrame
    lines: pl.Series
    refused: list[MalformedRecord]
    height: int
    size: int


class Unquoted(NamedTuple):
    """What polars reads of each line where quotes mean nothing, and which lines are sound, so that it is right."""

    cells: pl.DataFrame
    sound: pl.Series


@dataclass(frozen=True, slots=True)
class LineReader:
    """Reads lines of a dialect; `opening` and `closed` are regular expressions of polars.

    `opening` finds a quote that opens a cell, `closed` a line without any other quotes than those of quoted cells.
    """

    plain: BulkReader
    opening: str
    closed: str

    @classmethod
    def of(cls, plain: BulkReader | None) -> LineReader | None:
        """Make the reader for the dialect of another, None if there is none."""
        if plain is None:
            return None
        stop, mark = re.escape(plain.delimiter.decode()), re.escape(plain.quote.decode())
        return cls(plain, f"(?:^|{stop}){mark}", f"^{plain.cell}(?:{stop}{plain.cell})*$")

    def read(self, block: bytes, width: int, first: int) -> Lines | None:
        """Read a block of whole lines, of which the first is physical line `first`; None if nothing can be read."""
        lines = _split(block) if self.plain.allows(block) else None
        if lines is None:
            return None
        unquoted = self._unquoted(block, lines, width) if not self._opens(block) else None
        sound = self._sound(lines, width) if unquoted is None else unquoted.sound
        at = (~sound).arg_true()
        marked = self._marked(lines.gather(at)).with_columns(at=at.cast(pl.Int64))
        doubtful = marked["at"].filter(marked["doubtful"])
        count = len(lines) if doubtful.is_empty() else int(doubtful[0])
        bad = marked.filter(pl.col("at") < count, pl.col("blank") | pl.col("stray") | pl.col("cells").ne(width))
        numbers = pl.int_range(count, dtype=pl.Int64, eager=True)
        good = numbers.filter(~numbers.is_in(bad["at"].implode()))
        if unquoted is None:
            cells = self._parsed(_without(block, lines, bad["at"], count), width)
        else:
            cells = unquoted.cells.filter(unquoted.sound)
        if not count or cells is None or cells.height != len(good):
            return None
        size = len(block) if count == len(lines) else sum(map(len, block.split(b"\n", count)[:count])) + count
        refused = _refused(bad.with_columns(number=pl.col("at") + first), width)
        return Lines(cells, good + first, refused, count, size)

    def _opens(self, block: bytes) -> bool:
        """Return whether a quote opens a cell in a block."""
        quote, before = self.plain.quote, self.plain.delimiter + b"\n"
        at = block.find(quote) if quote else -1
        while at > 0 and block[at - 1] not in before:
            at = block.find(quote, at + 1)
        return at >= 0

    def _unquoted(self, block: bytes, lines: pl.Series, width: int) -> Unquoted | None:
        """Read a block in which no quote opens a cell; None if polars reads other lines.

        It cuts and fills up records as they need, which changes their length: what is as long as its line, is sound.
        """
        cells = self.plain.parse(block, width, ragged=True)
        if cells is None or cells.height != len(lines):
            return None
        length = pl.sum_horizontal(pl.all().str.len_bytes().cast(pl.Int64)) + (width - 1)
        sound = (cells.select(length).to_series() == lines.str.len_bytes()) & (lines != "")
        if self.plain.quote and self.plain.quote in block:
            sound &= ~lines.str.contains(self.plain.quote.decode(), literal=True)
        return Unquoted(cells, sound)

    def _sound(self, lines: pl.Series, width: int) -> pl.Series:
        """Return which lines are known to be sound records; not all that are, where they have very many cells."""
        record = self.plain.record(width)
        if record is None:
            return pl.repeat(False, len(lines), eager=True)
        return lines.str.contains(f"^{record}$") & (lines != "")

    def _parsed(self, block: bytes, width: int) -> pl.DataFrame | None:
        return self.plain.parse(block, width) if block else no_records(width)

    def _marked(self, lines: pl.Series) -> pl.DataFrame:
        """Return what there is to know of each line: its cells, and whether it is blank, has stray quotes, or more."""
        delimiter, quote = self.plain.delimiter.decode(), self.plain.quote.decode()
        line = pl.col("line")
        never = line.is_null()
        opens = line.str.contains(self.opening) if quote else never
        outside = pl.when(opens).then(line.str.replace_all(self.plain.quoted, "")).otherwise(line) if quote else line
        before = line.str.splitn(quote, 2).struct[0] if quote else line
        return lines.to_frame().select(
            line,
            cells=outside.str.count_matches(delimiter, literal=True).cast(pl.Int64) + 1,
            blank=line.eq(""),
            ended=line.str.ends_with(delimiter) | line.str.ends_with(delimiter + quote * 2),
            stray=line.str.contains(quote, literal=True) & ~opens if quote else never,
            column=before.str.count_matches(delimiter, literal=True).cast(pl.Int64) + 1,
            doubtful=opens & ~line.str.contains(self.closed) if quote else never,
        )


def _without(block: bytes, lines: pl.Series, bad: pl.Series, count: int) -> bytes:
    """Return the first `count` lines of a block but for the bad ones, cut from its bytes, each with a line end."""
    ended = block if block.endswith(b"\n") else block + b"\n"
    ends = (lines.str.len_bytes().cast(pl.Int64) + (2 if b"\r" in block else 1)).cum_sum()
    if ends[-1] != len(ended):  # some end in CR LF, and some in LF alone
        good = pl.int_range(count, dtype=pl.Int64, eager=True)
        return "".join(f"{line}\n" for line in lines.gather(good.filter(~good.is_in(bad.implode())))).encode()
    starts = [0, *ends.gather(bad)]
    stops = [*(ends.shift(1, fill_value=0).gather(bad)), ends[count - 1] if count else 0]
    view = memoryview(ended)  # whose slices are no copies
    return b"".join(view[start:stop] for start, stop in zip(starts, stops, strict=True))


def _split(block: bytes) -> pl.Series | None:
    """Return the lines of a block without their line ends, as a frame of one column is read; None if it is not UTF-8.

    Why not `str.split`? It takes three times as long.
    """
    if _NONE in block:
        return None
    try:
        frame = pl.read_csv(
            block,
            has_header=False,
            separator=_NONE.decode(),
            quote_char=None,
            schema={"line": pl.String},
            empty_string_is_null=False,
            raise_if_empty=False,
        )
    except PolarsError:
        return None
    return frame["line"] if frame.height == block.count(b"\n") + (not block.endswith(b"\n")) else None


def _refused(bad: pl.DataFrame, width: int) -> list[MalformedRecord]:
    """Return the malformed records in the order of their lines."""
    return [
        MalformedRecord("row-blank", line)
        if blank
        else MalformedRecord("quote-stray", line, column)
        if stray
        else MalformedRecord(
            "cell-missing" if cells < width else "cell-extra",
            line,
            min(cells, width) + 1,
            str(cells),
            width,
            ended and cells == width + 1,
        )
        for line, cells, blank, ended, stray, column in bad.select(
            "number", "cells", "blank", "ended", "stray", "column"
        ).iter_rows()
    ]
