"""Finds the valid values that a wrong one may have been meant to be; of many, sorted once, two hundred are compared."""

from __future__ import annotations

import difflib
from bisect import bisect
from dataclasses import dataclass
from functools import cached_property

from xiaogan_facts.gate.report.problem import LONGEST_VALUE

NEIGHBOURS = 50  # valid values compared on each side of where the wrong one would stand in a sorted list


@dataclass(frozen=True)
class Candidates:
    """Valid values among which the nearest to a wrong one are looked for."""

    values: tuple[str, ...]

    def nearest(self, value: str) -> list[str]:
        """At most three that are like `value`, the most alike first.

        Of many, those are compared that begin or end as it does: a slip of the pen leaves one of the two as it was.
        """
        value = value[:LONGEST_VALUE]
        some: tuple[str, ...] | list[str] = self.values
        if len(some) > 4 * NEIGHBOURS:
            beside = (*_around(self._forwards, value), *(each[::-1] for each in _around(self._backwards, value[::-1])))
            some = list(dict.fromkeys(beside))
        return difflib.get_close_matches(value, some, n=3, cutoff=0.6)

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self.values)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(value[::-1] for value in self.values)


def _around(ordered: list[str], value: str) -> list[str]:
    place = bisect(ordered, value)
    return ordered[max(place - NEIGHBOURS, 0) : place + NEIGHBOURS]
