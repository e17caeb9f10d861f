"""Have the records of tables judged by Spark: a row for each split, and the hashes of its keys beside it."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Self

import polars as pl

from xiaogan_facts.gate.checks.record_judge import Found, Hashes, Kept, Key, KeyLookup, Tracking
from xiaogan_facts.gate.splits import Split, Task, locate, whole_for
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.gate.translation import say
from xiaogan_facts.spark.by_address import Lines, blocks_of_size
from xiaogan_facts.spark.by_path import Paths
from xiaogan_facts.spark.hadoop import HadoopFile
from xiaogan_facts.spark.hashes import SparkHashes
from xiaogan_facts.spark.kept_cells import KeptCells
from xiaogan_facts.spark.tasks import ANSWERS, FOUND, HASHES, Piece, answers, answers_of, as_sent, judged

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SIZE = 64 * 1024 * 1024  # bytes of a split


@dataclass
class Engine:
    """Judges tables with a session of Spark; to be used in a `with`, which lets go of what is kept in the cluster.

    `tell` is called with a sentence for each table that cannot be split. `cells` keeps the findings in the cluster.
    """

    session: SparkSession
    size: int = SIZE
    tell: Callable[[str], None] | None = None
    cells: KeptCells | None = None
    _open: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def judge(
        self, table: Table, tracked: Mapping[Key, Tracking], lookups: Sequence[KeyLookup]
    ) -> Iterator[Found | tuple[str, Batch]] | None:
        """Have the records of a table judged, see `Elsewhere`.

        None if they are in no file of delimited text, or in one that the driver alone can read, or less than a split.
        """
        if not isinstance(table.rows, FileRows) or isinstance(table.resource.data, str):
            return None
        files = [part.away for part in table.rows.files if isinstance(part.away, HadoopFile)]
        if reason := whole_for(table) or self._hidden(files):
            if self.tell:
                self.tell(say("{table}: each file is one split: {reason}", table=table.resource.name, reason=reason))
            if files:
                return None
            paths = Paths(self.session, as_sent(table))
            whole = [Split(number, 0, None, 1) for number, _ in enumerate(table.rows.files)]
            return self._judged(Task(paths.table, tracked, lookups), paths, whole)
        if sum(part.size for part in table.rows.files) <= self.size:
            return None
        place: Paths | Lines
        if files:
            self._open.enter_context(blocks_of_size(self.session, self.size))
            place = Lines.of(self.session, table)
        else:
            place = Paths(self.session, as_sent(table))
        return self._judged(Task(place.table, tracked, lookups), place, place.splits(self.size))

    def _hidden(self, files: Sequence[HadoopFile]) -> str | None:
        hidden = next((file.name for file in files if not file.has_lines), None)
        return say("Spark gives no lines of a file that is called {name}", name=hidden) if hidden else None

    def _judged(self, task: Task, place: Paths | Lines, splits: list[Split]) -> Iterator[Found]:
        cells = self.cells
        among, schema = (cells.begin(), FOUND) if cells else (None, HASHES)
        work = judged(pickle.dumps(replace(task, advised=cells is not None)), among)
        rows = self._kept(place.rows(work, schema, splits))
        found = answers_of(rows)
        kept = [number for number, _ in enumerate(splits)]
        if doubtful := _first_of_each_file(splits, found):
            kept = [number for number in kept if not _is_below(splits[number], doubtful)]
            rest = [replace(split, end=None) for split in doubtful]
            again = self._kept(place.rows(work, schema, rest, first=len(splits)))
            found |= answers_of(again)
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
        find = partial(_locate, task, place, [splits[number] for number in in_order])
        if cells is None or among is None:
            yield Found(kept=Kept(stores, find))
        else:
            cells.tables[among] = rows
            yield Found(kept=Kept(stores, find, partial(cells.told, rows)))

    def _kept(self, rows: DataFrame) -> DataFrame:
        """Keep rows in the cluster until the end, for they cost much."""
        self._open.callback(rows.persist().unpersist)
        return rows


def _locate(task: Task, place: Paths | Lines, splits: list[Split], key: Key, hashes: pl.Series) -> list[pl.DataFrame]:
    """Return the records of a table whose key has one of some hashes."""
    function = pickle.dumps(partial(_located, replace(task, tracked={}, lookups=()), key, hashes))
    found = answers_of(place.rows(answers(function), ANSWERS, splits))
    return [frame for number, _ in enumerate(splits) for frame in found[number]]


def _located(task: Task, key: Key, hashes: pl.Series, piece: Piece) -> list[pl.DataFrame]:
    return locate(replace(task, table=piece.of(task.table)), piece.what, key, hashes)


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
