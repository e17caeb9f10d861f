"""Reads ahead: one batch is read while the one before it is judged."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Generator[Item]:
    """The same items, from the third on made in a thread while the one before is used; what that raises is raised here.

    Of the second it is seen without a thread whether there is one: many tables are a single batch.
    """
    yield from islice(items, 1)
    made = list(islice(items, 1))
    if not made:
        return
    with ThreadPoolExecutor(1, "ahead") as thread:
        while made:
            coming: Future[list[Item]] = thread.submit(lambda: list(islice(items, 1)))
            yield made.pop()
            made = coming.result()
