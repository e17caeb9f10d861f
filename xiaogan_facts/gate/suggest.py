"""Suggest the valid values that a wrong one may have been meant to be ("did you mean …?")."""

from __future__ import annotations

import difflib
from bisect import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from xiaogan_facts.gate.lookalike import named, skeleton
from xiaogan_facts.gate.translation import say

LONGEST_COMPARED = 100  # characters of a wrong value; the time to compare grows with their square
ALIKE = 0.65  # of 1: "o17-99" is near "o17-01" (0.67), "observation" is not near "relations" (0.60)
NEIGHBOURS = 50  # valid values compared on each side of where the wrong one would stand in a sorted list


@dataclass(frozen=True)
class Candidates:
    """Valid values, prepared for many wrong ones to be compared with them."""

    values: tuple[str, ...]

    def nearest(self, value: str) -> list[str]:
        """Return at most three values that are like `value`, the most alike first.

        Those that look the same but for capital letters, blanks or odd characters leave all others behind.
        Of more than two hundred, only those are compared that begin or end as `value` does: a typing error leaves one
        of the two as it was.
        """
        value = value[:LONGEST_COMPARED]
        if alike := self._by_skeleton.get(skeleton(value)):
            return alike[:3]
        some: Sequence[str] = self.values
        if len(some) > 4 * NEIGHBOURS:
            beside = (*_around(self._forwards, value), *(each[::-1] for each in _around(self._backwards, value[::-1])))
            some = list(dict.fromkeys(beside))
        return difflib.get_close_matches(value, some, n=3, cutoff=ALIKE)

    def suggestion(self, value: str) -> str:
        """Return the question that names the nearest values, "" if none is near, and odd characters of `value`."""
        near = self.nearest(value)
        odd = named(value, near[0]) if near and skeleton(value) == skeleton(near[0]) else ""
        return question(near) + (say(" here stands {odd}", odd=odd) if odd else "")

    @cached_property
    def _by_skeleton(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for value in self.values:
            found.setdefault(skeleton(value), []).append(value)
        return found

    @cached_property
    def _forwards(self) -> list[str]:
        return sorted(self.values)

    @cached_property
    def _backwards(self) -> list[str]:
        return sorted(value[::-1] for value in self.values)


def did_you_mean(value: str, valid: Iterable[str]) -> str:
    """Return the question that names the nearest of the `valid` values, "" if none is near.

    >>> did_you_mean("hubie", ["hubei", "xiaogan"])
    "did you mean 'hubei'?"
    """
    return Candidates(tuple(valid)).suggestion(value)


def hint(word: str, known: Iterable[str]) -> str:
    """Return the nearest of the known names, and all of them."""
    names = list(known)
    listed = ", ".join(names)
    if near := did_you_mean(word, names):
        return say("{near} There are: {names}", near=near, names=listed)
    return say("there are: {names}", names=listed)


def question(names: Sequence[str]) -> str:
    """Return "did you mean 'a', 'b' or 'c'?", "" without names."""
    if not names:
        return ""
    *others, last = map(repr, names)
    if not others:
        return say("did you mean {last}?", last=last)
    return say("did you mean {others} or {last}?", others=say(", ").join(others), last=last)


def _around(ordered: list[str], value: str) -> list[str]:
    place = bisect(ordered, value)
    return ordered[max(place - NEIGHBOURS, 0) : place + NEIGHBOURS]
