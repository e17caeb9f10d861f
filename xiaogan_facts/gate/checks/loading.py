"""Loads modules with the garbage collector off, which finds nothing in them and takes a tenth of the time."""

from __future__ import annotations

import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def loading(*, alone: bool) -> Iterator[None]:
    """Import what the block imports; `alone` in a program of our own, where no garbage is then looked for in it again.

    DuckDB says at the program's end that its functions leak where they have been kept from the collector.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if alone and "duckdb" not in sys.modules:
            gc.freeze()
        if enabled:
            gc.enable()
