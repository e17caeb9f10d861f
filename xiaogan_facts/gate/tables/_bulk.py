"""Reads at once, with polars, a block of text that can be proved to be plain; whatever cannot be is left alone.

A block is plain where every record has the same number of cells, every quote opens or closes a cell, and no property
of the dialect that polars does not know comes into play. Then polars and `records` read the same cells from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl
from polars.exceptions import PolarsError

if TYPE_CHECKING:
    from xiaogan_facts.gate.package.model import Dialect

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BulkReader:
    """What a dialect allows to be read at once: `forbidden` are bytes that a plain block does not hold."""

    delimiter: bytes
    quote: bytes
    well_quoted: re.Pattern[bytes]
    forbidden: tuple[bytes, ...]
    forbidden_first: tuple[bytes, ...]

    @classmethod
    def of(cls, dialect: Dialect) -> BulkReader | None:
        """The reader for a dialect; None where polars can read nothing of it."""
        delimiter, quote = dialect.delimiter.encode(), (dialect.quote_char or "").encode()
        if len(delimiter) > 1 or len(quote) > 1 or dialect.line_terminator not in (None, "\n", "\r\n"):
            return None
        if delimiter in b"\r\n" or delimiter == quote or (quote and quote in b"\r\n"):
            return None
        mark, stop = re.escape(quote), re.escape(delimiter)
        cell = rb"(?<![^%b\n])%b[^%b]*+(?:%b%b[^%b]*+)*+%b(?=[%b\r\n]|\Z)" % (stop, *[mark] * 6, stop)
        well_quoted = re.compile(rb"[^%b]*+(?:%b[^%b]*+)*+" % (mark, cell, mark)) if quote else re.compile(b"")
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
        return cls(delimiter, quote, well_quoted, tuple(forbidden), tuple(first))

    def boundary(self, buffer: bytes, start: int, end: int) -> int:
        """Where the last whole record between `start` and `end` ends, were the text well quoted; else `start`."""
        cut = buffer.rfind(b"\n", start, end) + 1
        if cut <= start or not self.quote or buffer.find(self.quote, start, cut) < 0:
            return max(cut, start)
        quotes = buffer.count(self.quote, start, cut)
        while quotes % 2:
            earlier = buffer.rfind(b"\n", start, cut - 1) + 1
            if earlier <= start:
                return start
            quotes -= buffer.count(self.quote, earlier, cut)
            cut = earlier
        return cut

    def read(self, block: bytes, width: int, only: tuple[int, ...] | None = None) -> pl.DataFrame | None:
        """The cells of a block of whole records as string columns "0", "1", …; None where it is not plain.

        `only` are the columns (0-based) that are wanted, None for all; to be asked for only of a text that is known to
        hold no malformed record, since polars does not count cells that it leaves out.
        """
        if block.startswith(self.forbidden_first) or any(mark in block for mark in self.forbidden):
            return None
        returns = block.count(b"\r") if b"\r" in block else 0
        if returns and returns != block.count(b"\r\n"):
            return None
        if not block.endswith(b"\n"):  # polars drops an empty cell too many at the very end
            block += b"\n"
        if width == 1 and (block.startswith((b"\n", b"\r\n")) or b"\n\n" in block or b"\n\r\n" in block):
            return None
        if self.quote and self.quote in block:
            return self._read_quoted(block, width, only)
        frame = self._parse(block, width, only)
        if frame is None or only is not None:
            return frame
        # polars fills short records up: cells, delimiters and line ends must account for every byte of the block
        return frame if _size(frame) + frame.height * width + returns == len(block) else None

    def _read_quoted(self, block: bytes, width: int, only: tuple[int, ...] | None) -> pl.DataFrame | None:
        """As `read`, of a block with quotes, in which delimiters and line ends count only outside of these."""
        if not self.well_quoted.fullmatch(block):
            return None
        outside = b"".join(block.split(self.quote)[::2])
        records = outside.count(b"\n")
        if outside.count(self.delimiter) != records * (width - 1):
            return None
        frame = self._parse(block, width, only)
        return frame if frame is not None and frame.height == records else None

    def _parse(self, block: bytes, width: int, only: tuple[int, ...] | None) -> pl.DataFrame | None:
        try:
            return pl.read_csv(
                block,
                has_header=False,
                separator=self.delimiter.decode(),
                quote_char=self.quote.decode() or None,
                schema={str(position): pl.String for position in range(width)},
                columns=None if only is None else list(only),
                empty_string_is_null=False,
                raise_if_empty=False,
            )
        except PolarsError:  # a record with more cells, or bytes that are no UTF-8
            return None


def _size(frame: pl.DataFrame) -> int:
    """The bytes of all cells."""
    return int(frame.select(pl.sum_horizontal(pl.all().str.len_bytes().sum())).item())
