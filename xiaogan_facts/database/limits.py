"""Limit the time of a query, and the memory that DuckDB's own limit does not count."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from time import process_time
from typing import TYPE_CHECKING

from xiaogan_facts.gate.translation import say

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MORE_MEMORY = 2 * 1024**3  # bytes of address space beyond what the process has; DuckDB may use 1 GB of it for tables
GRACE = 3.0  # seconds that DuckDB has to react to an interruption
TICK = 0.1  # seconds between two looks at the time


@contextmanager
def bounded_time(connection: DuckDBPyConnection, seconds: float) -> Iterator[None]:
    """Interrupt the block after so many seconds of processor time, with `duckdb.InterruptException`.

    Waiting does not count: a reader may take all day over the rows. Some functions of DuckDB ignore interruptions, and
    no thread can be stopped, so the process is then ended.
    """
    done = Event()
    end = process_time() + seconds

    def watch() -> None:
        while not done.wait(TICK):
            if process_time() > end:
                connection.interrupt()  # repeatedly: DuckDB ignores an interruption between two batches of rows
            if process_time() > end + GRACE:
                sys.stderr.write(f"xiaogan-facts: {out_of_time(seconds)}\n")
                sys.stderr.flush()
                os._exit(1)

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def out_of_time(seconds: float) -> str:
    """Return the message for a query that took too long."""
    return say("the query was stopped after {seconds:g} seconds of work; --timeout allows more", seconds=seconds)


@contextmanager
def bounded_memory(more: int = MORE_MEMORY) -> Iterator[None]:
    """Let the process take `more` bytes than it has. Linux only: elsewhere there is only DuckDB's own limit."""
    if sys.platform != "linux":
        yield
        return
    resource = import_module("resource")
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + more
    within = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([wanted, *within]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
