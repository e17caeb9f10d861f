"""Align a phrase with the units of a line: equal units at no cost, damaged ones by a byte that is left, or at a guess.

Why not compare the bytes themselves? What is left of a damaged place is shorter or longer than what was written; an
alignment of characters needs no knowledge of which bytes are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xiaogan_facts.locate._folding import folded
from xiaogan_facts.locate._units import LOST, Unit, begins_with_second, ends_with_first, is_rest

NEVER = 1e9
# What it costs to take a unit for a character that it is not:
BY_ITS_FIRST = 0.3  # it ends with the first byte of the character, as after the loss of one byte
BY_ITS_SECOND = 0.5  # it begins with the second one
BY_A_READING = 0.7  # a reading is left, but of which character?
AT_A_GUESS = 1.0  # only the sign of a lost byte stands there
REST = 0.1  # a second unit for one character
LONE = 0.2  # more, if the unit is a single byte: it is rather a rest of what stands before it
INSIDE = 0.2  # more, for a phrase that begins inside a damaged place, after the lost byte
MOST_DAMAGE = 0.45  # for each character: a phrase may lie wholly in a damaged place, but no guess alone finds one


HANGING = 5  # characters of a phrase that may end in a guess beside sound text
REACH = 8  # units after a lost byte in which a damaged phrase may begin


class _Step(NamedTuple):
    """An alignment up to some unit: its cost, and the unit that the phrase's first character is aligned with."""

    cost: float
    first: int


_NONE = _Step(NEVER, 0)


def exact(phrase: str, line: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield the places of a folded phrase as its first and last unit."""
    text = "".join(unit.folded for unit in line)
    at = text.find(phrase)
    while at >= 0:
        yield at, at + len(phrase) - 1
        at = text.find(phrase, at + 1)


def through_damage(phrase: str, line: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Yield the places of a phrase, as its first and last unit, where some of its characters are damaged."""
    if not any(map(_is_mark, line)):
        return
    best: dict[int, tuple[float, int]] = {}
    for number, step in enumerate(_aligned(phrase, line)):
        if 0 < step.cost <= MOST_DAMAGE * len(phrase):
            best[step.first] = min(best.get(step.first, (NEVER, 0)), (step.cost, number))
    for first, (_, last) in best.items():
        if len(phrase) >= HANGING or not _hangs_on_a_guess(phrase, line, first, last):
            yield _widened(line, first, last, phrase[-1])


def _aligned(phrase: str, line: Sequence[Unit]) -> list[_Step]:
    """Return for each unit the cheapest alignment that ends there with the phrase's last character.

    Damage begins with a lost byte and goes on from unit to unit, so that an alignment is sound or damaged at each.
    """
    near = [any(map(_is_mark, line[max(number - REACH, 0) : number])) for number in range(len(line))]
    sound = [_Step(0.0, number) for number in range(len(line))]  # before unit `number`
    damaged = [_Step(INSIDE, number) if near[number] else _NONE for number in range(len(line))]
    for character in phrase:
        wanted = folded(character)
        new_sound, new_damaged = [_NONE], [_NONE]
        for unit, before, broken in zip(line, sound, damaged, strict=False):
            either = min(before, broken)
            new_sound.append(either if unit.folded == wanted else _NONE)
            step = _plus(either if _is_mark(unit) else broken, _cost(unit, character))
            rest = _plus(new_damaged[-1], REST if is_rest(unit, character) else NEVER)
            new_damaged.append(min(step, rest))
        sound, damaged = new_sound, new_damaged
    return [min(pair) for pair in zip(sound[1:], damaged[1:], strict=True)]


def _plus(step: _Step, cost: float) -> _Step:
    return _Step(step.cost + cost, step.first) if step.cost + cost < NEVER else _NONE


def _cost(unit: Unit, character: str) -> float:
    if ends_with_first(unit, character):
        return BY_ITS_FIRST
    if begins_with_second(unit, character):
        return BY_ITS_SECOND if len(unit.bytes) > 1 or unit.remains else BY_ITS_SECOND + LONE
    if unit.folded == LOST:
        return BY_A_READING if unit.remains else AT_A_GUESS
    return NEVER


def _is_mark(unit: Unit) -> bool:
    """Return whether damage may begin with a unit."""
    return unit.folded == LOST or unit.remains


def _hangs_on_a_guess(phrase: str, line: Sequence[Unit], first: int, last: int) -> bool:
    """Return whether an end of the phrase is a lost byte beside sound text, which may as well be a question mark."""
    ends = ((first, first + 1, phrase[:2]), (last, last - 1, phrase[:-3:-1]))
    return any(
        line[end].folded == LOST
        and not line[end].remains
        and folded(pair[0]) != LOST
        and (len(pair) < 2 or line[beside].folded == folded(pair[1]))
        for end, beside, pair in ends
    )


def _widened(line: Sequence[Unit], first: int, last: int, character: str) -> tuple[int, int]:
    """Take in the rests of damaged characters at both ends, which cost an alignment more than to leave them out."""
    while first and line[first].remains and line[first - 1].remains:
        first -= 1
    while last + 1 < len(line) and line[last].folded != folded(character) and _is_lone_rest(line[last + 1], character):
        last += 1
    return first, last


def _is_lone_rest(unit: Unit, character: str) -> bool:
    return len(unit.bytes) < 2 and is_rest(unit, character)
