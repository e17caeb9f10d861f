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

from xiaogan_facts.gate.tables._bulk import BulkReader, no_records
from xiaogan_facts.gate.tables.malformed import MalformedRecord


class Lines(NamedTuple):
    """The cells of the sound records, the lines they are on, the malformed records, and how much was read.

    `height` is the number of lines that were read, `size` that of their bytes.
    """

    cells: pl.DataFrame
    lines: pl.Series
    refused: list[MalformedRecord]
    height: int
    size: int


@dataclass(frozen=True, slots=True)
class LineReader:
    """Reads lines of a dialect; `opening`, `quoted` and `closed` are regular expressions of polars.

    `opening` finds a quote that opens a cell, `quoted` a quoted cell, `closed` a line without any other quotes.
    """

    plain: BulkReader
    opening: str
    quoted: str
    closed: str

    @classmethod
    def of(cls, plain: BulkReader | None) -> LineReader | None:
        """Make the reader for the dialect of another, None if there is none."""
        if plain is None:
            return None
        stop, mark = re.escape(plain.delimiter.decode()), re.escape(plain.quote.decode())
        if not mark:
            return cls(plain, "", "", "")
        quoted = f"{mark}[^{mark}]*(?:{mark}{mark}[^{mark}]*)*{mark}"
        cell = f"(?:{quoted}|[^{stop}{mark}]*)"
        return cls(plain, f"(?:^|{stop}){mark}", quoted, f"^{cell}(?:{stop}{cell})*$")

    def read(self, block: bytes, width: int, first: int) -> Lines | None:
        """Read a block of whole lines, of which the first is physical line `first`; None if nothing can be read."""
        if not self.plain.allows(block):
            return None
        try:
            text = block.decode()
        except UnicodeDecodeError:
            return None
        lines = pl.Series("line", [text.removesuffix("\n")]).str.split("\n").explode()
        marked = self._marked(lines.str.strip_suffix("\r") if "\r" in text else lines)
        doubtful = marked["doubtful"].arg_true()
        count = len(lines) if doubtful.is_empty() else int(doubtful[0])
        marked = marked.head(count).with_columns(number=pl.int_range(first, first + count, dtype=pl.Int64))
        sound = pl.col("cells").eq(width) & ~pl.col("stray") & ~pl.col("blank")
        good, bad = marked.filter(sound), marked.filter(~sound)
        cells = self.plain.parse("\n".join(good["line"]).encode() + b"\n", width) if good.height else no_records(width)
        if not count or cells is None or cells.height != good.height:
            return None
        size = len(block) if count == len(lines) else len("\n".join(lines.head(count)).encode()) + 1
        return Lines(cells, good["number"], _refused(bad, width), count, size)

    def _marked(self, lines: pl.Series) -> pl.DataFrame:
        """Return what there is to know of each line: its cells, and whether it is blank, has stray quotes, or more."""
        delimiter, quote = self.plain.delimiter.decode(), self.plain.quote.decode()
        line = pl.col("line")
        never = line.is_null()
        opens = line.str.contains(self.opening) if quote else never
        outside = pl.when(opens).then(line.str.replace_all(self.quoted, "")).otherwise(line) if quote else line
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
