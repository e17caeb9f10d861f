"""Tables whose files every executor finds at the same paths."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.splits import Range, Split, Survey, plan, ranges, survey
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.spark.tasks import ANSWERS, Piece, Work, answers, answers_of, by_number

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


@dataclass(frozen=True)
class Paths:
    """The files of a table; it is as executors get it."""

    session: SparkSession
    table: Table

    def splits(self, size: int) -> list[Split]:
        """Return the splits of the table, each of `size` bytes or a little more."""
        some = ranges(self.table, size)
        found = answers_of(self._rows(answers(pickle.dumps(partial(_surveyed, self.table))), ANSWERS, some, 0))
        return plan(self.table, [found[number] for number in range(len(some))])

    def rows(self, work: Work, schema: str, splits: Sequence[Split], first: int = 0) -> DataFrame:
        """Return the rows that work makes of splits, whose numbers begin with `first`."""
        return self._rows(work, schema, splits, first)

    def _rows(self, work: Work, schema: str, some: Sequence[Any], first: int) -> DataFrame:
        pieces = [Piece(number, what) for number, what in enumerate(some, first)]
        places = self.session.range(0, len(pieces), 1, max(len(pieces), 1))  # a task for each
        return places.mapInArrow(by_number(work, pickle.dumps(pieces)), schema)


def _surveyed(table: Table, piece: Piece) -> Survey:
    assert isinstance(piece.what, Range)
    return survey(table, piece.what)
