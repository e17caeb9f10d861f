"""Bounds what a query may take: time, and the memory that DuckDB's own limit does not see."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MORE_MEMORY = 2 * 1024**3  # bytes of address space beyond what the process has; DuckDB may use 1 GB of it for tables
GRACE = 5.0  # seconds in which DuckDB has to heed an interruption
AGAIN = 0.2  # seconds; an interruption between two batches of rows would otherwise pass unheard


class Clock:
    """The seconds that a connection may still work; what its reader takes to read does not count."""

    def __init__(self, connection: DuckDBPyConnection, seconds: float) -> None:
        self.connection = connection
        self.allowed = self.left = seconds

    @contextmanager
    def running(self) -> Iterator[None]:
        """Interrupt the work within once the time is up (`duckdb.InterruptException`); end the process if unheard.

        Some functions never look up from their work (`repeat('x', 3000000000)`), and no thread can be stopped.
        """
        done = Event()
        watch = Thread(target=self._watch, args=(done,), daemon=True)
        started = monotonic()
        watch.start()
        try:
            yield
        finally:
            done.set()
            watch.join()
            self.left -= monotonic() - started

    def _watch(self, done: Event) -> None:
        end = monotonic() + max(self.left, 0)
        while not done.wait(max(end - monotonic(), 0) or AGAIN):
            self.connection.interrupt()
            if monotonic() > end + GRACE:
                sys.stderr.write(f"xiaogan-facts: {self.message}\n")
                sys.stderr.flush()
                os._exit(1)

    @property
    def message(self) -> str:
        """What to say when the time was up."""
        return f"the query was stopped after {self.allowed:g} seconds; --timeout allows more"


@contextmanager
def bounded_memory(more: int = MORE_MEMORY) -> Iterator[None]:
    """Let the process take `more` bytes than it has, and no more. Linux only: elsewhere DuckDB's own limit must do."""
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
