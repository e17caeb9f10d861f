"""Split a line of the received copy into units: what is left there of each character that was written.

A unit is a character with what the copy put behind it: its reading in brackets, the rest of such brackets, a rest of a
tag. Damage is of one kind: the text went through GBK, two bytes a character, and where a byte was lost, the next bytes
were paired across the characters, up to one that stands alone. So a damaged unit shares a byte with what was written.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from xiaogan_facts.han import HAN
from xiaogan_facts.locate._folding import folded, spellings
from xiaogan_facts.rules.received import TONED

_TONE = TONED.pattern.strip("[]")
_READING = f"[a-zü]*[{_TONE}][a-zü{_TONE}]*"
_UNIT = re.compile(
    f"(?:[{HAN}][(（][a-zü{_TONE}]+[)）]"  # a character and its reading
    rf"|([A-Za-z])[(（]{_READING}[)）]|\?{_READING}[)）]"  # its second byte, or nothing of it, and its reading
    r"|.)(?:</?[a-z]+>|/[a-z]+>)?",
    re.DOTALL,
)
LOST = "?"
"""What stands for a byte that was lost."""


class Unit(NamedTuple):
    """A character as received, folded, its two bytes in GBK, and its span in the whole text.

    `remains` tells that it is what was left of a character: a reading is there that does not belong to it.
    """

    folded: str
    bytes: bytes
    start: int
    end: int
    remains: bool


def units(line: str, start: int) -> list[Unit]:
    """Return the units of a line that begins at `start` of the whole text."""
    return [_unit(found, start) for found in _UNIT.finditer(line)]


def _unit(found: re.Match[str], start: int) -> Unit:
    text, character = found[0], found[0][0]
    remains = character.isascii() and len(text) > 1
    return Unit(folded(character), _gbk(character), start + found.start(), start + found.end(), remains)


def ends_with_first(unit: Unit, character: str) -> bool:
    """Return whether the second byte of a unit is the first of a character."""
    return any(unit.bytes[1:] == bytes([first]) for first, _ in _written(character))


def begins_with_second(unit: Unit, character: str) -> bool:
    """Return whether the first byte of a unit is the second of a character."""
    return any(unit.bytes[:1] == bytes([second]) for _, second in _written(character))


def is_rest(unit: Unit, character: str) -> bool:
    """Return whether a unit may be a second rest of the character before it: its second byte, or another reading."""
    return unit.remains or begins_with_second(unit, character)


@cache
def _written(character: str) -> frozenset[tuple[int, int]]:
    """Return the two bytes of each spelling of a character that has two."""
    pairs = (_gbk(each) for each in spellings(character))
    return frozenset((pair[0], pair[1]) for pair in pairs if len(pair) == 2)


def _gbk(character: str) -> bytes:
    """Return the bytes of a character, of a half-width sign those of the full-width one; b"" if it has none."""
    wide = chr(ord(character) + 0xFEE0) if character in "!,:;" else character
    try:
        return wide.encode("gbk")
    except UnicodeEncodeError:
        return b""
