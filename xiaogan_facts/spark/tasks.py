"""What runs in the executors: functions for `mapInArrow`, which get pieces of a table and give rows."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import polars as pl

from xiaogan_facts.gate.checks.record_judge import Found
from xiaogan_facts.gate.package.away import Away
from xiaogan_facts.gate.report.problem import ProblemError
from xiaogan_facts.gate.splits import Range, Split, Task, judge
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.spark.hashes import as_integers
from xiaogan_facts.spark.kept_cells import CELLS, told_in_rows

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

ANSWERS = "split int, answer binary"
HASHES = f"{ANSWERS}, key int, high bigint, low bigint"
FOUND = f"{HASHES}, {CELLS}"
AT_ONCE = 1_000_000  # hashes in a batch of rows

Rows = Iterator["pa.RecordBatch"]


@dataclass(frozen=True)
class Piece:
    """A split or a range of a table, its number, and where its bytes are if no path leads an executor to them."""

    number: int
    what: Any
    away: Away | None = None

    def of(self, table: Table) -> Table:
        """Return the table with the bytes of this piece."""
        what, rows = self.what, table.rows
        assert isinstance(what, Split | Range)
        assert isinstance(rows, FileRows)
        files = [replace(each, away=self.away) if n == what.file else each for n, each in enumerate(rows.files)]
        return replace(table, rows=replace(rows, files=files))


Work = Callable[[Iterator[Piece]], Rows]
"""Gives the rows of some pieces."""


def by_number(work: Work, pieces: bytes) -> Callable[[Rows], Rows]:
    """Return what does the work on those of the pickled pieces whose places in their list are given."""

    def mapped(batches: Rows) -> Rows:
        every: list[Piece] = pickle.loads(pieces)
        return work(every[place] for batch in batches for place in batch.column(0).to_pylist())

    return mapped


def answers(function: bytes) -> Work:
    """Return the work that calls a pickled function with each piece. What it raises as a problem is an answer, too."""

    def work(pieces: Iterator[Piece]) -> Rows:
        for piece in pieces:
            yield _answer(ANSWERS, piece, *_called(pickle.loads(function), piece))

    return work


def judged(task: bytes, number: int | None = None) -> Work:
    """Return the work that judges splits: an answer for each, and a row for each hash of its keys.

    With the number of the table there is a row for each finding, too, and the answer has only how many there are.
    """
    schema = HASHES if number is None else FOUND

    def work(pieces: Iterator[Piece]) -> Rows:
        one: Task = pickle.loads(task)
        keys = [number for number, key in enumerate(one.tracked) if key.columns(one.table) is not None]
        for piece in pieces:
            found, error = _called(lambda some: judge(replace(one, table=some.of(one.table)), some.what), piece)
            if found is not None:
                for key, hashes in zip(keys, found.hashes, strict=True):
                    yield from _hashes(schema, piece, key, hashes)
                found = replace(found, hashes=[])
            if found is not None and number is not None:
                found, rows = told_in_rows(found, number, piece.number)
                yield from (filled(schema, some, split=piece.number) for some in rows)
            yield _answer(schema, piece, found, error)

    return work


def answers_of(rows: DataFrame) -> dict[int, Any]:
    """Return the answers among rows, by the number of their piece. Raises what a task has raised on purpose."""
    found: dict[int, Any] = {}
    for row in rows.where(rows.answer.isNotNull()).select("split", "answer").collect():
        found[row.split], error = pickle.loads(row.answer)
        if error is not None:
            raise error
    return found


def as_sent(table: Table) -> Table:
    """Return a table as an executor gets it: not open, and its files with their whole paths."""
    rows = table.rows
    assert isinstance(rows, FileRows)
    files = [replace(part, path=part.path.resolve(), away=None) for part in rows.files]
    copied: Table = pickle.loads(pickle.dumps(replace(table, rows=replace(rows, files=files))))
    return copied


def _called(function: Callable[[Any], Any], piece: Piece) -> tuple[Any, ProblemError | None]:
    try:
        return function(piece), None
    except ProblemError as error:  # any other ends the task, and Spark tries it again
        return None, error


def _answer(schema: str, piece: Piece, answer: Found | Any, error: ProblemError | None) -> pa.RecordBatch:
    row = pl.DataFrame({"answer": [pickle.dumps((answer, error))]})
    return filled(schema, row, split=piece.number)


def _hashes(schema: str, piece: Piece, key: int, hashes: pl.Series) -> Rows:
    for start in range(0, len(hashes), AT_ONCE):
        yield filled(schema, as_integers(hashes.slice(start, AT_ONCE)), split=piece.number, key=key)


def filled(schema: str, rows: pl.DataFrame, **same: int) -> pa.RecordBatch:
    """Return rows with all columns of a schema of Spark; `same` are the same in each, and what is not given is null."""
    import pyarrow as pa

    kinds = {"int": pa.int32(), "bigint": pa.int64(), "string": pa.string(), "binary": pa.binary()}
    columns = []
    for name, kind in (column.split() for column in schema.split(", ")):
        if name in rows.columns:
            columns.append(rows[name].rechunk().to_arrow(compat_level=pl.CompatLevel.oldest()).cast(kinds[kind]))
        else:
            columns.append(pa.repeat(pa.scalar(same.get(name), kinds[kind]), rows.height))
    return pa.RecordBatch.from_arrays(columns, [column.split()[0] for column in schema.split(", ")])
