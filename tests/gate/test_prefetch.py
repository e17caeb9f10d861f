"""Reading ahead: the same items in the same order, and what making them raises."""

from __future__ import annotations

import threading
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from xiaogan_facts.gate.tables.prefetch import prefetched

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_the_items_come_in_their_order_and_one_alone_needs_no_thread(count: int) -> None:
    makers: set[int] = set()

    def items() -> Iterator[int]:
        for number in range(count):
            makers.add(threading.get_ident())
            yield number

    assert list(prefetched(items())) == list(range(count))
    assert (makers <= {threading.get_ident()}) is (count < 3)


@pytest.mark.parametrize("good", [0, 1, 2, 3, 5])
def test_what_making_an_item_raises_is_raised_after_those_before_it(good: int) -> None:
    def items() -> Iterator[int]:
        yield from range(good)
        raise ValueError("broken")

    coming = prefetched(items())
    assert list(islice(coming, good)) == list(range(good))
    with pytest.raises(ValueError, match="broken"):
        next(coming)


def test_whoever_stops_early_leaves_no_thread_behind() -> None:
    running = threading.active_count()
    items = prefetched(iter(range(10)))
    assert [next(items) for _ in range(4)] == [0, 1, 2, 3]
    items.close()
    assert threading.active_count() == running
