"""Read the next batch while one is judged."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def prefetched(items: Iterator[Item]) -> Generator[Item]:
    """Yield the same items, each made in a thread while the one before it is used; errors are raised here.

    The first two are made without a thread, because most tables are a single batch.
    """
    yield from islice(items, 1)
    made = list(islice(items, 1))
    if not made:
        return
    with ThreadPoolExecutor(1, "prefetch") as thread:
        while made:
            coming: Future[list[Item]] = thread.submit(lambda: list(islice(items, 1)))
            yield made.pop()
            made = coming.result()
