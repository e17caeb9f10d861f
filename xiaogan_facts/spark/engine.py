"""Have the records of tables judged by Spark: a row for each split, and the hashes of its keys beside it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from xiaogan_facts.gate.checks.record_judge import Found, Hashes, Kept, Key, KeyLookup, Tracking
from xiaogan_facts.gate.splits import Split, Task, locate, plan, ranges, survey, whole_for
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.gate.translation import say
from xiaogan_facts.spark.hashes import SparkHashes
from xiaogan_facts.spark.tasks import ANSWERS, HASHES, answers, judged

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SIZE = 64 * 1024 * 1024  # bytes of a split


@dataclass
class Engine:
    """Judges tables with a session of Spark; to be used in a `with`, which lets go of what is kept in the cluster.

    `tell` is called with a sentence for each table that cannot be split.
    """

    session: SparkSession
    size: int = SIZE
    tell: Callable[[str], None] | None = None
    _kept: list[DataFrame] = field(default_factory=list)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for frame in self._kept:
            frame.unpersist()

    def judge(
        self, table: Table, tracked: Mapping[Key, Tracking], lookups: Sequence[KeyLookup]
    ) -> Iterator[Found | tuple[str, Batch]] | None:
        """Have the records of a table judged, see `Elsewhere`; None if they are in no file of delimited text."""
        if not isinstance(table.rows, FileRows) or isinstance(table.resource.data, str):
            return None
        splits = [Split(number, 0, None, 1) for number in range(len(table.rows.files))]
        if reason := whole_for(table):
            if self.tell:
                self.tell(say("{table}: each file is one split: {reason}", table=table.resource.name, reason=reason))
        else:
            some = ranges(table, self.size)
            splits = plan(table, self._map(partial(survey, pickled(table)), some))
        return self._judged(Task(pickled(table), tracked, lookups), splits)

    def _judged(self, task: Task, splits: list[Split]) -> Iterator[Found]:
        rows = self._rows(judged(pickle.dumps(task)), splits, HASHES)
        found = _answers(rows)
        kept = [number for number, _ in enumerate(splits)]
        if doubtful := _first_of_each_file(splits, found):
            kept = [number for number in kept if not _is_below(splits[number], doubtful)]
            rest = [replace(split, end=None) for split in doubtful]
            again = self._rows(judged(pickle.dumps(task)), rest, HASHES, first=len(splits))
            found |= _answers(again)
            rows = rows.where(rows.split.isin(kept)).unionByName(again)
            splits, kept = [*splits, *rest], [*kept, *range(len(splits), len(splits) + len(rest))]
        in_order = sorted(kept, key=lambda number: (splits[number].file, splits[number].start))
        for number in in_order:
            yield found[number]
        stores: dict[Key, Hashes] = {
            key: SparkHashes(self.session, rows.where(rows.key == number).select("high", "low"), how.dtype)
            for number, (key, how) in enumerate(task.tracked.items())
            if key.columns(task.table) is not None
        }
        here = [splits[number] for number in in_order]
        yield Found(kept=Kept(stores, partial(self._locate, task, here)))

    def _locate(self, task: Task, splits: list[Split], key: Key, hashes: pl.Series) -> list[pl.DataFrame]:
        """Return the records of a table whose key has one of some hashes."""
        bare = replace(task, tracked={}, lookups=())
        return [frame for some in self._map(partial(_located, bare, key, hashes), splits) for frame in some]

    def _map(self, function: Callable[[Any], Any], items: Sequence[Any]) -> list[Any]:
        """Return what a function returns for each item, in their order."""
        found = _answers(self._rows(answers(pickle.dumps(function)), items, ANSWERS, keep=False))
        return [found[number] for number, _ in enumerate(items)]

    def _rows(
        self, work: Callable[[Any], Any], items: Sequence[Any], schema: str, *, first: int = 0, keep: bool = True
    ) -> DataFrame:
        """Return the rows that Spark makes of items, each of which has a task of its own; kept, for they cost much."""
        given = [(first + number, bytearray(pickle.dumps(item))) for number, item in enumerate(items)]
        spread = self.session.sparkContext.parallelize(given, max(len(given), 1))
        rows = self.session.createDataFrame(spread, "split int, item binary").mapInArrow(work, schema)
        if keep:
            rows = rows.persist()
            self._kept.append(rows)
        return rows


def _located(task: Task, key: Key, hashes: pl.Series, split: Split) -> list[pl.DataFrame]:
    return locate(task, split, key, hashes)


def _answers(rows: DataFrame) -> dict[int, Any]:
    """Return the answers among rows, by the number of their split. Raises what a task has raised on purpose."""
    found: dict[int, Any] = {}
    for row in rows.where(rows.answer.isNotNull()).select("split", "answer").collect():
        found[row.split], error = pickle.loads(row.answer)
        if error is not None:
            raise error
    return found


def _first_of_each_file(splits: Sequence[Split], found: Mapping[int, Any]) -> list[Split]:
    """Return of each file the first split that is doubtful, if one is."""
    first: dict[int, Split] = {}
    for number, split in enumerate(splits):
        if found[number] is None:
            first.setdefault(split.file, split)
    return list(first.values())


def _is_below(split: Split, doubtful: Sequence[Split]) -> bool:
    """Return whether a split is a doubtful one, or below one in its file."""
    return any(split.file == each.file and split.start >= each.start for each in doubtful)


def pickled(table: Table) -> Table:
    """Return a table as an executor gets it: not open, and its files with their whole paths."""
    copied: Table = pickle.loads(pickle.dumps(table))
    assert isinstance(copied.rows, FileRows)
    files = [replace(part, path=part.path.resolve()) for part in copied.rows.files]
    return replace(copied, rows=replace(copied.rows, files=files))
