"""Read a block of plain text at once, with polars; leave a block alone that cannot be proved to be plain.

A block is plain if every record has the same number of cells, every quote opens or closes a cell, and no property of
the dialect that polars does not know comes into play. Then polars and `_records` read the same cells from it.
Why not polars for everything? It silently pads short records and blank lines, and its errors name no line.
Why not `_records` for everything? It is many times slower.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import polars as pl
from polars.exceptions import PolarsError

from xiaogan_facts.gate.package.model import Dialect

WIDEST_COUNTED = 300  # cells of a record; a regular expression that counts more becomes slow, or too large
_BOM = b"\xef\xbb\xbf"
_LONE_RETURN = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class BulkReader:
    """Reads plain blocks of a dialect; `forbidden` are bytes that a plain block does not contain.

    `cell` and `quoted`, a cell in quotes, are regular expressions of polars: Rust's engine looks at each byte once.
    """

    delimiter: bytes
    quote: bytes
    cell: str
    quoted: str
    forbidden: tuple[bytes, ...]
    forbidden_first: tuple[bytes, ...]

    @classmethod
    def of(cls, dialect: Dialect) -> BulkReader | None:
        """Make the reader for a dialect, None if polars can read nothing of it."""
        delimiter, quote = dialect.delimiter.encode(), (dialect.quote_char or "").encode()
        if len(delimiter) > 1 or len(quote) > 1 or dialect.line_terminator not in (None, "\n", "\r\n"):
            return None
        if delimiter in b"\r\n" or delimiter == quote or (quote and quote in b"\r\n"):
            return None
        mark, stop = re.escape(quote.decode()), re.escape(delimiter.decode())
        # It holds quotes only in pairs, and one that is not quoted has none.
        quoted = f"{mark}[^{mark}]*(?:{mark}{mark}[^{mark}]*)*{mark}" if quote else ""
        cell = f"(?:{quoted}|[^{stop}{mark}\\r\\n]*)" if quote else f"[^{stop}\\r\\n]*"
        forbidden, first = [b"\0"], [_BOM]
        if dialect.escape_char:
            forbidden.append(dialect.escape_char.encode())
        if quote and not dialect.double_quote:
            forbidden.append(quote * 2)
        if dialect.skip_initial_space:
            forbidden += [delimiter + b" ", b"\n "]
            first.append(b" ")
        if dialect.comment_char:
            forbidden.append(b"\n" + dialect.comment_char.encode())
            first.append(dialect.comment_char.encode())
        return cls(delimiter, quote, cell, quoted, tuple(forbidden), tuple(first))

    def boundaries(self, buffer: bytes, start: int, end: int) -> Iterator[int]:
        """Yield where the last whole record from `start` to `end` may end; nothing if there is none.

        That is after the last line end, unless this is in quotes. No block that is cut there is plain: so quotes are
        counted only for those that are not, and not for each.
        """
        last = buffer.rfind(b"\n", start, end) + 1
        if last <= start:
            return
        yield last
        cut, quotes = last, buffer.count(self.quote, start, last) if self.quote else 0
        while quotes % 2:  # the line end is inside a quoted cell
            earlier = buffer.rfind(b"\n", start, cut - 1) + 1
            if earlier <= start:
                return
            quotes -= buffer.count(self.quote, earlier, cut)
            cut = earlier
        if cut < last:
            yield cut

    def allows(self, block: bytes) -> bool:
        """Return whether no byte of a block may mean something that polars does not know."""
        if block.startswith(self.forbidden_first) or any(mark in block for mark in self.forbidden):
            return False
        return b"\r" not in block or _LONE_RETURN.search(block) is None

    def read(self, block: bytes, width: int) -> tuple[pl.DataFrame, int] | None:
        """Return the cells of a block of whole records as string columns "0", "1", …, and the number of its lines.

        None if it is not plain.
        """
        if not self.allows(block):
            return None
        if not block.endswith(b"\n"):  # without it, polars drops an empty last cell
            block += b"\n"
        # A blank line is an empty cell to polars, a malformed record to `_records`.
        if width == 1 and (block.startswith((b"\n", b"\r\n")) or b"\n\n" in block or b"\n\r\n" in block):
            return None
        if self.quote and self.quote in block:
            return self._read_quoted(block, width)
        if width > WIDEST_COUNTED:  # the lines are few, so to count in each costs less than to look at every column
            wide = all(line.count(self.delimiter) == width - 1 for line in BytesIO(block))
            frame = self.parse(block, width) if wide else None
            return (frame, frame.height) if frame is not None and frame.height == block.count(b"\n") else None
        frame = self.parse(block, width)
        if frame is None:
            return None
        # Polars fills up short records, so cells, delimiters and line ends must account for every byte of the block.
        returns = block.count(b"\r") if b"\r" in block else 0  # to seek takes an eighth of the time to count
        whole = _size(frame) + frame.height * width + returns == len(block)
        return (frame, frame.height) if whole else None

    def record(self, width: int) -> str | None:
        """Return a regular expression of polars for a record without its line end, None if it has too many cells."""
        stop = re.escape(self.delimiter.decode())
        return f"{self.cell}(?:{stop}{self.cell}){{{width - 1}}}" if 0 < width <= WIDEST_COUNTED else None

    def _read_quoted(self, block: bytes, width: int) -> tuple[pl.DataFrame, int] | None:
        """Read a block in which delimiters and line ends count only outside quotes; None if it is not plain."""
        if record := self.record(width):
            plain = _made_of(block, rf"{record}\r?\n")
        else:
            plain = _made_of(block, rf"{self.cell}(?:{re.escape(self.delimiter.decode())}|\r?\n)")
            outside = b"".join(block.split(self.quote)[::2])
            plain = plain and outside.count(self.delimiter) == outside.count(b"\n") * (width - 1)
        frame = self.parse(block, width) if plain else None
        if frame is None:
            return None
        lines = block.count(b"\n")
        sound = lines == frame.height or lines == frame.height + line_breaks(frame).sum()
        return (frame, lines) if sound else None

    def parse(
        self, block: bytes, width: int, only: Sequence[int] | None = None, *, ragged: bool = False
    ) -> pl.DataFrame | None:
        """Return what polars reads, which may be wrong if the block is not plain; None if it reads nothing.

        `only` are the columns to return. A `ragged` block may have records with other numbers of cells, which are cut
        or filled up, and quotes are to mean nothing in it.
        """
        try:
            return pl.read_csv(
                block,
                has_header=False,
                columns=None if only is None else list(only),
                separator=self.delimiter.decode(),
                quote_char=None if ragged else self.quote.decode() or None,
                truncate_ragged_lines=ragged or None,
                missing_columns="insert" if ragged else None,  # these two by the first line
                extra_columns="ignore" if ragged else None,
                schema={str(position): pl.String for position in range(width)},
                empty_string_is_null=False,
                raise_if_empty=False,
            )
        except PolarsError:  # a record with too many cells, or bytes that are not UTF-8
            return None


@lru_cache(maxsize=8)  # a tenth of a second for thousands of columns
def no_records(width: int | None) -> pl.DataFrame:
    """Return a frame without records, of string columns "0", "1", …"""
    return pl.DataFrame(schema=dict.fromkeys(map(str, range(width or 0)), pl.String))


def line_breaks(frame: pl.DataFrame) -> pl.Series:
    """Return how many line breaks the cells of each record hold."""
    breaks = pl.all().str.count_matches("\n", literal=True).cast(pl.Int64)
    return frame.select(pl.sum_horizontal(breaks)).to_series()


def _made_of(block: bytes, pattern: str) -> bool:
    """Return whether a block is UTF-8 and nothing but what a regular expression of polars matches, again and again."""
    try:
        text = pl.Series([block], dtype=pl.Binary).cast(pl.String)
    except PolarsError:
        return False
    return bool(text.str.contains(f"^(?:{pattern})*$")[0])


def _size(frame: pl.DataFrame) -> int:
    """Return the number of bytes in all cells, which polars is asked once, for there may be hundreds of columns."""
    return int(pl.concat(frame.get_columns()).str.len_bytes().sum()) if frame.width else 0


def physical_lines(frame: pl.DataFrame, first: int, lines: int) -> pl.Series:
    """Return the physical line on which each record starts, given the first and the number of all their lines."""
    if lines == frame.height:
        return pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True)
    spans = line_breaks(frame) + 1
    return (spans.cum_sum() - spans + first).cast(pl.Int64)
