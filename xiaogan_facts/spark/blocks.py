"""Blocks of a file: the lines that start in a range of its bytes, as Spark reads them and as executors judge them."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import IO, NamedTuple

import polars as pl

from xiaogan_facts.gate.splits import Range, Survey, survey
from xiaogan_facts.gate.splits.survey import LOOKED_THROUGH, Start
from xiaogan_facts.spark.tasks import Piece, Rows, Work, filled

LINES = "file int, start bigint, line binary"
SURVEYS = "file int, start bigint, answer binary, head binary"


@dataclass(frozen=True)
class Bytes:
    """Bytes of a file, in memory, from byte `start` on."""

    data: bytes
    start: int = 0

    @property
    def size(self) -> int:
        """Where they end."""
        return self.start + len(self.data)

    def open(self) -> IO[bytes]:
        """Open the file, to be read in from its byte `start`."""
        return _Later(self.data, self.start)


class _Later(io.BytesIO):
    def __init__(self, data: bytes, start: int) -> None:
        super().__init__(data)
        self.start = start

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return super().seek(offset - self.start if whence == io.SEEK_SET else offset, whence) + self.start


class Cut(NamedTuple):
    """What a split is made of: the lines of a block, and bytes of those below.

    The block is the one that Spark has cut at byte `block`. Its lines are `length` bytes, to which Spark may have added
    a line end; `mark` is what it left out before them, and begins at byte `start` of the file. `heads` are the blocks
    below, each with how many of its bytes belong to the split; those bytes are `after`.
    """

    block: int
    start: int
    mark: bytes
    length: int
    heads: tuple[tuple[int, int], ...] = ()
    after: bytes = b""


def by_block(work: Work, cuts: bytes) -> Callable[[Rows], Rows]:
    """Return what does the work on a block of lines, if one of the pickled cuts is for it.

    These are given with their pieces, by file and block.
    """

    def mapped(batches: Rows) -> Rows:
        for file, start, text in _blocks(batches):
            every: Mapping[tuple[int, int], tuple[Piece, Cut]] = pickle.loads(cuts)
            if found := every.get((file, start)):
                piece, cut = found
                away = Bytes(cut.mark + text[: cut.length] + cut.after, cut.start)
                yield from work(iter([replace(piece, away=away)]))

    return mapped


def surveyed(table: bytes) -> Callable[[Rows], Rows]:
    """Return what surveys a block of lines of a pickled table, and gives its head.

    The places in the survey are bytes of the block. The head are the bytes that may belong to a record above, as far as
    a record's start was looked for.
    """

    def mapped(batches: Rows) -> Rows:
        for file, start, text in _blocks(batches):
            # A block begins where a line does, so a record may start at its first byte: that follows a line end.
            below = Bytes(b"\n" + text)
            piece = Piece(0, Range(file, 0, below.size), below)
            found = survey(piece.of(pickle.loads(table)), piece.what)
            outside, inside = (each and Start(each.byte - 1, each.lines - 1) for each in (found.outside, found.inside))
            own = Survey(Range(file, 0, len(text)), found.lines - 1, found.quotes, outside, inside)
            head = text[: max(_above(text, outside), _above(text, inside))]
            row = pl.DataFrame({"start": [start], "answer": [pickle.dumps((own, len(head)))], "head": [head]})
            yield filled(SURVEYS, row, file=file)

    return mapped


def _above(text: bytes, start: Start | None) -> int:
    if start:
        return start.byte
    return len(text) if len(text) <= LOOKED_THROUGH else 0


def _blocks(batches: Rows) -> Iterator[tuple[int, int, bytes]]:
    """Yield the block that a task may get: its file, its start and its text, in which each line has a line end."""
    texts: list[bytes] = []
    for batch in batches:
        file, start = batch.column(0)[0].as_py(), batch.column(1)[0].as_py()
        texts.append(b"\n".join([*batch.column(2).to_pylist(), b""]))
    if texts:
        yield file, start, b"".join(texts)
