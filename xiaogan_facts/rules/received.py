"""The received copy of the article, as the rules that need it read it; no part of it is ever published."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from xiaogan_facts.folding import folded_text
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.han import HAN

LONGEST_REPEAT = 24
"""How many consecutive characters of the article something published may hold."""

LARGEST_COPY = 16 * 1024 * 1024  # bytes; an article is a few thousand

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿ"
PINYIN = re.compile(f"(?<=[{HAN}])[(（][a-zü{_TONED}]+[)）]")
"""Pinyin in brackets, as the received copy prints it behind a character."""

TONED = re.compile(f"[{_TONED}]")
"""A letter with a tone mark."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A text without its bracketed pinyin, and the position in the full text of each character that is left."""

    text: str
    positions: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the full text of the characters from `start` to before `end`."""
        return self.positions[start], self.positions[end - 1] + 1


def read_source(path: str | Path) -> str:
    """Read the received copy, its line breaks untouched. Raises CannotRunError with a message for the user."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(LARGEST_COPY + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise CannotRunError(
            say("the copy of the article cannot be read: {path}: {reason}", path=path, reason=reason)
        ) from None
    if len(data) > LARGEST_COPY:
        raise CannotRunError(
            say(
                "this is no copy of the article, it is larger than {largest_copy} bytes: {path}",
                largest_copy=LARGEST_COPY,
                path=path,
            )
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotRunError(
            say("the copy of the article is not UTF-8 at byte {start}: {path}", start=error.start, path=path)
        ) from None


def fingerprint(text: str) -> str:
    """Return the sha256 of a text's bytes in UTF-8, in hexadecimal."""
    return sha256(text.encode("utf-8")).hexdigest()


def without_pinyin(text: str) -> str:
    """Return the text without the pinyin in brackets after a character."""
    return PINYIN.sub("", text)


def stripped(text: str) -> Copy:
    """Return the text without bracketed pinyin, every character with its position in the full text."""
    positions: list[int] = []
    at = 0
    for found in PINYIN.finditer(text):
        positions += range(at, found.start())
        at = found.end()
    positions += range(at, len(text))
    return Copy("".join(text[position] for position in positions), tuple(positions))


def runs(text: str) -> frozenset[str]:
    """Return every run of characters of the text that is too long to be published: with and without pinyin, folded."""
    length = LONGEST_REPEAT + 1
    forms = (folded_text(text), folded_text(without_pinyin(text)))
    return frozenset(form[start : start + length] for form in forms for start in range(len(form) - length + 1))


def repeats(published: str, of: frozenset[str]) -> bool:
    """Return whether `published`, in either script, with or without pinyin, holds one of the runs of the article."""
    return not of.isdisjoint(runs(published))
