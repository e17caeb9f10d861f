"""What runs in the executors: functions for `mapInArrow`, which get items and give answers, both pickled."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import polars as pl

from xiaogan_facts.gate.report.problem import ProblemError
from xiaogan_facts.gate.splits import Task, judge
from xiaogan_facts.spark.hashes import as_integers

if TYPE_CHECKING:
    import pyarrow as pa

ANSWERS = "split int, answer binary"
HASHES = "split int, answer binary, key int, high bigint, low bigint"
AT_ONCE = 1_000_000  # hashes in a batch of rows

Work = Callable[[Iterator["pa.RecordBatch"]], Iterator["pa.RecordBatch"]]


def answers(function: bytes) -> Work:
    """Return the work that calls a pickled function with each item. What it raises as a problem is an answer, too."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for split, item in _items(batches):
            yield _row(split, *_called(pickle.loads(function), item))

    return work


def judged(task: bytes) -> Work:
    """Return the work that judges splits: an answer for each, and the hashes of its keys, a row for each."""

    def work(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        one: Task = pickle.loads(task)
        keys = [number for number, key in enumerate(one.tracked) if key.columns(one.table) is not None]
        for split, item in _items(batches):
            found, error = _called(lambda some: judge(one, some), item)
            if found is not None:
                for key, hashes in zip(keys, found.hashes, strict=True):
                    yield from _hashes(split, key, hashes)
                found = replace(found, hashes=[])
            yield _row(split, found, error, key=None, high=None, low=None)

    return work


def _items(batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[int, Any]]:
    for batch in batches:
        for row in batch.to_pylist():
            yield row["split"], pickle.loads(row["item"])


def _called(function: Callable[[Any], Any], item: Any) -> tuple[Any, ProblemError | None]:
    try:
        return function(item), None
    except ProblemError as error:  # any other ends the task, and Spark tries it again
        return None, error


def _row(split: int, answer: Any, error: ProblemError | None, **more: None) -> pa.RecordBatch:
    import pyarrow as pa

    kinds = {"split": pa.int32(), "answer": pa.binary(), "key": pa.int32(), "high": pa.int64(), "low": pa.int64()}
    row = {"split": split, "answer": pickle.dumps((answer, error)), **more}
    return pa.RecordBatch.from_pylist([row], pa.schema([(name, kinds[name]) for name in row]))


def _hashes(split: int, key: int, hashes: pl.Series) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for start in range(0, len(hashes), AT_ONCE):
        some = as_integers(hashes.slice(start, AT_ONCE))
        height = some.height
        columns = [
            pa.repeat(pa.scalar(split, pa.int32()), height),
            pa.nulls(height, pa.binary()),
            pa.repeat(pa.scalar(key, pa.int32()), height),
            *(some[name].to_arrow() for name in ("high", "low")),
        ]
        yield pa.RecordBatch.from_arrays(columns, ["split", "answer", "key", "high", "low"])
