"""Judge the splits of large files side by side, in processes of this machine."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import local
from typing import Any

from xiaogan_facts.gate.checks.record_judge import Found, Key, KeyLookup, Tracking
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.splits.judge import Task, judge
from xiaogan_facts.gate.splits.plan import Split, plan, ranges, records_of
from xiaogan_facts.gate.splits.survey import survey, whole_for
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.gate.translation import say

SIZE = 16 * 1024 * 1024  # bytes of a split: of the shortest records, their hashes still stay in memory
LARGEST = 4 * SIZE  # a split that grew so large, for want of records that start outside quotes, is judged here
AHEAD = 2  # splits that a process may be ahead of what has been put together


class Jobs:
    """As many processes as `number`, started when the first table is large enough; to be closed.

    Why not `multiprocessing`? It runs the caller's script again in each process unless that is guarded against it.
    """

    def __init__(self, number: int) -> None:
        self.number = number
        self._pool: ThreadPoolExecutor | None = None
        self._own = local()
        self._processes: list[subprocess.Popen[bytes]] = []

    def judge(
        self, table: Table, tracked: Mapping[Key, Tracking], lookups: Sequence[KeyLookup]
    ) -> Iterator[Found | tuple[str, Batch]] | None:
        """Have the records of a table judged, see `Elsewhere`; None if it is small, or cannot be split."""
        if whole_for(table):
            return None
        some = ranges(table, SIZE)
        if sum(each.end - each.start for each in some) < 2 * SIZE:
            return None
        splits = plan(table, self.map(survey, ((table, each) for each in some)))
        return self._judged(Task(table, tracked, lookups), splits)

    def _judged(self, task: Task, splits: list[Split]) -> Iterator[Found | tuple[str, Batch]]:
        """Yield what is found in each split, and the batches of those that only this process can read."""
        read: set[int] = set()  # files of which this process has read the rest
        own = {split for split in splits if _is_too_large(task.table, split)}
        asked: set[Split] = set()

        def calls() -> Iterator[tuple[Task, Split]]:
            for split in splits:
                if split not in own and split.file not in read:
                    asked.add(split)
                    yield task, split

        results = self.map(judge, calls())
        for split in splits:
            if split.file in read and split not in asked:
                continue
            found = None if split in own else next(results)
            if split.file in read:
                continue
            if found is None:
                rest = split if split in own else replace(split, end=None)
                read |= {split.file} if rest.end is None else set()
                yield from records_of(task.table, rest)
            else:
                yield found
            _read_to(task.table, split)

    def map(self, function: Callable[..., Any], calls: Iterable[tuple[Any, ...]]) -> Iterator[Any]:
        """Yield what a function of a module returns for each call's arguments, in their order; raise what it raises."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.number, "jobs")
        waiting: deque[Future[Any]] = deque()
        for arguments in calls:
            waiting.append(self._pool.submit(self._call, function, arguments))
            if len(waiting) > AHEAD * self.number:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _call(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        process = getattr(self._own, "process", None) or self._start()
        try:
            pickle.dump((function, arguments), process.stdin)
            process.stdin.flush()
            answer, error = pickle.load(process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as ended:
            raise CannotRunError(say("a process that judged a part of a table has ended")) from ended
        if error is not None:
            raise error
        return answer

    def _start(self) -> Any:
        command = [sys.executable, "-P", "-W", "ignore", "-m", "xiaogan_facts.gate.splits"]
        threads = str(max((os.cpu_count() or 1) // self.number, 1))
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "POLARS_MAX_THREADS": os.environ.get("POLARS_MAX_THREADS", threads),
        }
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        self._processes.append(process)
        self._own.process = process
        return process

    def close(self) -> None:
        """End the processes."""
        for process in self._processes:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):
                    if pipe:
                        pipe.close()
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _is_too_large(table: Table, split: Split) -> bool:
    return (_end(table, split) - split.start) > LARGEST


def _end(table: Table, split: Split) -> int:
    assert isinstance(table.rows, FileRows)
    return table.rows.files[split.file].size if split.end is None else split.end


def _read_to(table: Table, split: Split) -> None:
    """Note how much of a file is read, for whoever is told of the progress."""
    assert isinstance(table.rows, FileRows)
    table.rows.files[split.file].read = _end(table, split)
