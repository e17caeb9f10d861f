"""A worker process for checks that may never end: descriptors, patterns and JSON Schemas.

Why not a thread with a timeout? Nothing can stop a thread inside a regular expression; a process can be killed.
A question is asked in slices of some thousands of cells, and the patience is for one slice, so that many cells are not
mistaken for one that never ends. It is counted in seconds of work, not of the clock, so that none is called endless
because the machine is busy. A slice that exceeds it is reported as not checked, the process is killed, and the
package asks no more. Otherwise the process is kept for the next package: starting one takes longer than most questions.
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import Error
from xiaogan_facts.gate.translation import later, say

NOT_FETCHED = later("which is not fetched")
PATIENCE = 10.0  # seconds for a slice, beyond what it may take by its size; what is honest takes a fiftieth of that
BUSIEST = 60  # times as long that an answer may take by the clock, for the process may get little of a busy machine
PER_ITEM = 0.001  # seconds for each cell, for every hundred characters of it, and for every ten of a descriptor
MOST_IDLE = 2  # processes that wait for the next package; more are started only for as many packages at once
ITEMS_AT_ONCE = 2_000  # cells of a slice
CHARACTERS_AT_ONCE = 200_000  # in the cells of a slice, unless it is a single cell


ENDED_IN_TIME = (-signal.SIGPROF,) if hasattr(signal, "SIGPROF") else (1,)
"""What a process returns that its own alarm has ended."""


class TooSlowError(Error):
    """Raised if a question is not answered, in time or at all."""


class _Process:
    """A running `_answers` program: it reads each question as a line of JSON and writes the answer as another."""

    def __init__(self) -> None:
        # -P: a module in the current folder must not be imported in place of one of ours.
        command = [sys.executable, "-P", "-W", "ignore", str(Path(__file__).with_name("_answers.py"))]
        # A read from a pipe has no timeout. A thread of its own can be left waiting for it while the process is killed.
        # It starts the process too: on Linux, one that is to end with its parent ends with the thread that started it.
        self.thread = ThreadPoolExecutor(1, "worker")
        start = self.thread.submit(
            subprocess.Popen[str],
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        self.popen = start.result()

    def send(self, *question: Any) -> Future[Any]:
        return self.thread.submit(self._exchange, json.dumps(question, default=str))

    def _exchange(self, question: str) -> Any:
        assert self.popen.stdin
        assert self.popen.stdout
        self.popen.stdin.write(question + "\n")
        self.popen.stdin.flush()
        return json.loads(self.popen.stdout.readline())

    def end(self) -> None:
        self.popen.kill()
        self.popen.wait()
        self.thread.shutdown()
        for pipe in (self.popen.stdin, self.popen.stdout):
            with suppress(OSError):  # what is left of a question cannot be written any more
                if pipe:
                    pipe.close()


@dataclass(frozen=True)
class Question:
    """A question that was asked; `seconds` is what its answer may take."""

    answer: Future[Any]
    seconds: float


@dataclass
class Worker:
    """The process, lent to one package; it is `given_up` once it has left a question without an answer."""

    process: _Process
    given_up: bool = False
    pending: list[Question] = field(default_factory=list)

    def begin(self, kind: str, argument: Any, items: Any, size: float) -> Question:
        """Ask a question without waiting for the answer. Raises TooSlowError if an earlier one was not answered."""
        if self.given_up:
            raise TooSlowError(say("no answer within {patience:g} seconds", patience=PATIENCE))
        limit = PATIENCE + size * PER_ITEM
        question = Question(self.process.send(limit, kind, argument, items), limit)
        self.pending.append(question)
        return question

    def wait(self, question: Question) -> Any:
        """Return the answer. Raises TooSlowError if it does not come in time."""
        ahead = self.pending[: self.pending.index(question) + 1]  # the process answers one after the other
        try:
            answer = question.answer.result(sum(each.seconds for each in ahead) * BUSIEST)
        except (TimeoutError, OSError, ValueError) as error:  # ValueError: an empty line, as the process has ended
            self.given_up = True
            self.process.popen.kill()  # if it has not ended
            why = (
                say("no answer within {patience:g} seconds", patience=PATIENCE)
                if isinstance(error, TimeoutError) or self.process.popen.wait() in ENDED_IN_TIME
                else say("the process that was asked has ended")
            )
            raise TooSlowError(why) from error
        self.pending.remove(question)
        if "elsewhere" in answer:
            raise RuntimeError(
                say("it refers to {ref}, {not_fetched}", ref=answer["elsewhere"], not_fetched=say(NOT_FETCHED))
            )
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        return answer["answer"]

    def ask(self, kind: str, argument: Any, cells: list[str]) -> list[bool]:
        """Return whether each cell matches a Python regular expression ("pattern") or a JSON Schema ("jsonSchema").

        Raises TooSlowError if the answers do not come in time.
        """
        answers: list[bool] = []
        for some in _slices(cells):
            joined = "\n".join(some)
            size = max(len(some), len(joined) / 100)
            # One text is written and read in less time than a list of them.
            items = joined if joined.count("\n") == len(some) - 1 else some
            answers += self.wait(self.begin(kind, argument, items, size))
        return answers


def _slices(cells: list[str]) -> Iterator[list[str]]:
    """Cut cells into slices that are not too large to be answered soon."""
    for start in range(0, len(cells), ITEMS_AT_ONCE):
        some = cells[start : start + ITEMS_AT_ONCE]
        yield from [some] if sum(map(len, some)) <= CHARACTERS_AT_ONCE else _short_slices(some)


def _short_slices(cells: list[str]) -> Iterator[list[str]]:
    start, characters = 0, 0
    for end, cell in enumerate(cells):
        characters += len(cell)
        if end > start and characters > CHARACTERS_AT_ONCE:
            yield cells[start:end]
            start, characters = end, len(cell)
    yield cells[start:]


@contextmanager
def worker() -> Iterator[Worker]:
    """Lend a worker for one package. Raises OSError if no process can be started."""
    idle = _idle.setdefault(os.getpid(), [])
    process = idle.pop() if idle else _Process()
    if process.popen.poll() is not None:
        process.end()
        process = _Process()
    lent = Worker(process)
    try:
        yield lent
    finally:
        if lent.pending or process.popen.poll() is not None or len(idle) >= MOST_IDLE:
            process.end()
        else:
            idle.append(process)


_idle: dict[int, list[_Process]] = {}  # by process id, so that a fork does not write into the pipes of its parent


@atexit.register
def _end_idle() -> None:
    for process in _idle.pop(os.getpid(), []):
        process.end()
