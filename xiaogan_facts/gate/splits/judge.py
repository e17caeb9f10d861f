"""Judge the records of one split."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from xiaogan_facts.gate.checks.record_judge import Found, Key, KeyLookup, Tracking, compiled, holders
from xiaogan_facts.gate.checks.worker import Worker, worker
from xiaogan_facts.gate.splits.plan import Split, records_of
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.gate.translation import Language, speaking, spoken


@dataclass(frozen=True)
class Task:
    """What a split is judged by: its table, the keys to collect (`tracked`), those to look up, and the language.

    `advised` tells that the findings keep their advice, for whoever renders them where they are found.
    """

    table: Table
    tracked: Mapping[Key, Tracking] = field(default_factory=dict)
    lookups: Sequence[KeyLookup] = ()
    language: Language = field(default_factory=spoken)
    advised: bool = False


def judge(task: Task, split: Split) -> Found | None:
    """Return what is found in a split; None if a quote is not closed in it, and it is not the last one of its file.

    Raises OSError if no process can be started for what may take for ever.
    """
    with speaking(task.language), _worker_when_asked() as ask:
        judge = compiled(task.table, task.tracked, task.lookups, ask)
        try:
            for file, batch in records_of(task.table, split):
                judge.add(file, batch)
                if judge.found.unclosed and split.end is not None:
                    return None
        except SourceError as error:
            judge.found.error = error
        return judge.result(advised=task.advised)


def locate(task: Task, split: Split, key: Key, hashes: pl.Series) -> list[pl.DataFrame]:
    """Return the records of a split whose key has one of the hashes, a frame for each batch (see `located`)."""
    return list(holders(key, task.table, hashes, records_of(task.table, split)))


@contextmanager
def _worker_when_asked() -> Iterator[Any]:
    """Lend a worker that starts with the first question: most tables ask none."""
    with ExitStack() as stack:
        lent: list[Worker] = []

        def ask(kind: str, argument: Any, cells: list[str]) -> list[bool]:
            if not lent:
                lent.append(stack.enter_context(worker()))
            return lent[0].ask(kind, argument, cells)

        yield ask
