"""Read some columns of a text alone, once another reading has shown that each of its lines is a sound record.

Nothing is proved again, so most of the bytes are only passed over. A block whose lines are not as many records is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from xiaogan_facts.gate.tables._bulk import BulkReader
from xiaogan_facts.gate.tables._text import Text

BLOCK = 8 * 1024 * 1024  # bytes that are read at once


def columns_of(text: Text, plain: BulkReader, width: int, only: Sequence[int]) -> Iterator[tuple[pl.DataFrame, int]]:
    """Yield the cells of the columns `only`, and the physical line of the first, up to the first block that is left."""
    while True:
        text.fill(BLOCK)
        end = len(text.buffer) if text.ended else text.buffer.rfind(b"\n", text.position) + 1
        block = text.buffer[text.position : end]
        ended = block.endswith(b"\n")
        lines = block.count(b"\n") + (not ended)
        cells = plain.parse(block if ended else block + b"\n", width, only) if block else None
        if cells is None or cells.height != lines:
            return
        yield cells, text.line
        text.position, text.line = end, text.line + lines
