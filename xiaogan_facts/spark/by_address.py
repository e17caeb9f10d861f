"""Tables in a file system that only Spark reads: it gives their lines to the executors, a block for each task."""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import groupby
from threading import RLock
from typing import TYPE_CHECKING

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.splits import Range, Split, Survey, plan
from xiaogan_facts.gate.splits.survey import Start
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.gate.translation import say
from xiaogan_facts.spark.blocks import SURVEYS, Cut, by_block, surveyed
from xiaogan_facts.spark.hadoop import HadoopFile
from xiaogan_facts.spark.tasks import Piece, Work, as_sent

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_MARK = b"\xef\xbb\xbf"  # at the beginning of a file Spark leaves it out
_ONE_AT_A_TIME = RLock()
_SETTINGS = ("spark.sql.files.maxPartitionBytes", "spark.sql.files.openCostInBytes")


@dataclass(frozen=True)
class Block:
    """The lines of a file that start in the range that Spark cuts at byte `start`.

    `survey` tells where in the file they are, and the records that start there; `head` how many of its first bytes can
    be given to a record above; `mark` the byte order mark that Spark leaves out.
    """

    start: int
    survey: Survey
    head: int
    mark: bytes = b""

    @property
    def at(self) -> int:
        return self.survey.range.start

    @property
    def end(self) -> int:
        return self.survey.range.end


@dataclass(frozen=True)
class Lines:
    """The files of a table, as the driver has `opened` them, in splits.

    What is `cut` for executors are those whose lines are in one block, and in the heads of those below. All others are
    judged by the driver, which reads them from the file system.
    """

    session: SparkSession
    opened: Table
    table: Table
    lines: DataFrame
    cuts: Mapping[Split, Cut]
    planned: Sequence[Split]

    @classmethod
    def of(cls, session: SparkSession, opened: Table) -> Lines:
        """Survey the blocks of a table, and plan its splits."""
        table, files = as_sent(opened), _files(opened)
        lines = _together([_lines_of(file, number) for number, file in enumerate(files)])
        surveys = lines.mapInArrow(surveyed(pickle.dumps(table)), SURVEYS).persist()
        try:
            found = sorted((row.file, row.start, row.answer) for row in surveys.drop("head").collect())
            blocks = {
                number: blocks_of(files[number], [(start, *pickle.loads(answer)) for _, start, answer in some])
                for number, some in groupby(found, key=lambda each: each[0])
            }
            splits = plan(opened, [block.survey for number in sorted(blocks) for block in blocks[number]])
            # A file of no bytes has no block, and still a header to be missed.
            splits += [Split(number, 0, None, 1) for number, _ in enumerate(files) if number not in blocks]
            cuts = {split: cut for split in splits if (cut := cut_of(split, blocks.get(split.file, [])))}
            return cls(session, opened, table, lines, _with_heads(cuts, surveys), splits)
        finally:
            surveys.unpersist()

    def splits(self, size: int) -> list[Split]:
        """Return the splits of the table: Spark has cut its files already, see `blocks_of_size`."""
        return sorted(self.planned, key=lambda split: (split.file, split.start))

    def rows(self, work: Work, schema: str, splits: Sequence[Split], first: int = 0) -> DataFrame:
        """Return the rows that work makes of splits, whose numbers begin with `first`."""
        pieces = [Piece(number, split) for number, split in enumerate(splits, first)]
        away = [piece for piece in pieces if piece.what in self.cuts]
        own = [replace(each, away=_files(self.opened)[each.what.file]) for each in pieces if each.what not in self.cuts]
        cuts = {(piece.what.file, self.cuts[piece.what].block): (piece, self.cuts[piece.what]) for piece in away}
        frames = [self.lines.mapInArrow(by_block(work, pickle.dumps(cuts)), schema)] if cuts else []
        return _together([*frames, *self._own(work, schema, own)])

    def _own(self, work: Work, schema: str, pieces: Sequence[Piece]) -> Iterator[DataFrame]:
        """Yield the rows of what the driver judges."""
        import pyarrow as pa

        if batches := list(work(iter(pieces))):
            yield self.session.createDataFrame(pa.Table.from_batches(batches), schema)


def blocks_of(file: HadoopFile, found: Sequence[tuple[int, Survey, int]]) -> list[Block]:
    """Return the blocks of a file, given where Spark has cut each, its survey and the length of its head.

    Raises CannotRunError if they are not the bytes of the file.
    """
    with file.open() as stream:
        mark = _MARK if stream.read(len(_MARK)) == _MARK else b""
    blocks: list[Block] = []
    at = 0
    for start, own, head in found:
        first, length = at + len(mark) * (not at), own.range.end
        outside, inside = (each and Start(first + each.byte, each.lines) for each in (own.outside, own.inside))
        place = Range(own.range.file, at, min(first + length, file.size))
        # What starts with the file is its header, or nobody knows yet: the first split has it.
        survey = Survey(place, own.lines, own.quotes, outside if at else None, inside)
        blocks.append(Block(start, survey, head, b"" if at else mark))
        at = first + length
    if not file.size <= at <= file.size + 1:  # Spark ends the last line
        raise CannotRunError(say("{address}: the file has changed while it was read", address=file.address))
    return blocks


def cut_of(split: Split, blocks: Sequence[Block]) -> Cut | None:
    """Return what executors make of a split, None if not all of its lines can be had in one place."""
    place = next((n for n, block in enumerate(blocks) if block.at <= split.start < block.end), None)
    if place is None:
        return None
    own, *below = blocks[place:]
    end = blocks[-1].end if split.end is None else split.end
    heads = [(block, min(end, block.end) - block.at) for block in below if block.at < end]
    if any(block.head < length for block, length in heads):
        return None
    length = own.end - own.at - len(own.mark)
    return Cut(own.start, own.at, own.mark, length, tuple((block.start, length) for block, length in heads))


def _with_heads(cuts: Mapping[Split, Cut], surveys: DataFrame) -> dict[Split, Cut]:
    """Return the cuts with the bytes of the blocks below that belong to them."""
    wanted = sorted({start for cut in cuts.values() for start, _ in cut.heads})
    if not wanted:
        return dict(cuts)
    rows = surveys.where(surveys.start.isin(wanted)).select("file", "start", "head").collect()
    heads = {(row.file, row.start): bytes(row.head) for row in rows}
    return {
        split: cut._replace(after=b"".join(heads[split.file, start][:length] for start, length in cut.heads))
        for split, cut in cuts.items()
    }


def _files(opened: Table) -> list[HadoopFile]:
    assert isinstance(opened.rows, FileRows)
    files = [part.away for part in opened.rows.files]
    return [file for file in files if isinstance(file, HadoopFile)]


def _lines_of(file: HadoopFile, number: int) -> DataFrame:
    """Return the lines of a file, byte for byte, each with where its block starts."""
    address = re.sub(r"([\[\]{}*?\\])", r"\\\1", file.address)  # signs of a pattern
    lines = file.session.read.text(address, lineSep="\n")
    return lines.selectExpr(f"{number} AS file", "_metadata.file_block_start AS start", "CAST(value AS BINARY) AS line")


def _together(frames: Sequence[DataFrame]) -> DataFrame:
    """Return the rows of frames, one or more, put together by pairs: a table may have a thousand files."""
    while len(frames) > 1:
        pairs = zip(frames[::2], frames[1::2], strict=False)
        frames = [one.union(other) for one, other in pairs] + list(frames[len(frames) & ~1 :])
    return frames[0]


@contextmanager
def blocks_of_size(session: SparkSession, size: int) -> Iterator[None]:
    """Have a session cut files at every `size` bytes, whatever executors come and go, while this lasts.

    Another thread that wants the same waits.
    """
    with _ONE_AT_A_TIME:
        before = {name: session.conf.get(name) for name in _SETTINGS}
        try:
            for name in _SETTINGS:
                session.conf.set(name, str(size))
            yield
        finally:
            for name, value in before.items():
                session.conf.set(name, str(value))
