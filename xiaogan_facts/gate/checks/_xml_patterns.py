"""Read XML Schema's regular expressions in the notation of Rust's engine: class subtraction, `\\i`, `\\c`, blocks.

Source: XML Schema Part 2, appendix F; XML 1.0 (fifth edition), `NameStartChar` and `NameChar`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from xiaogan_facts.gate.translation import say

# What no other notation has, or reads otherwise: `[a-z-[aeiou]]`, `\\i`, `\\c`, `\\p{IsBasicLatin}`, `[a&&b]`.
_OF_ITS_OWN = re.compile(r"\[(?:[^\]\\]|\\.)*(?:\[|&&|--|~~)|\\[icIC]|\\[pP]\{Is")
_TOKEN = re.compile(r"\\[pP]\{[^}]*\}|\\.|.", re.DOTALL)
_START = (
    r":A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\x{2FF}\x{370}-\x{37D}\x{37F}-\x{1FFF}\x{200C}-\x{200D}\x{2070}-\x{218F}"
    r"\x{2C00}-\x{2FEF}\x{3001}-\x{D7FF}\x{F900}-\x{FDCF}\x{FDF0}-\x{FFFD}\x{10000}-\x{EFFFF}"
)
_NAME = _START + r"\-.0-9\xB7\x{300}-\x{36F}\x{203F}-\x{2040}"
_NAMES = {"i": f"[{_START}]", "c": f"[{_NAME}]", "I": f"[^{_START}]", "C": f"[^{_NAME}]"}
_SPECIAL_IN_A_CLASS = "[&~"  # to Rust's engine; to XML Schema `&` and `~` are characters as any other


def of_its_own(pattern: str) -> bool:
    """Return whether a pattern holds something that only XML Schema reads as it is meant."""
    return bool(_OF_ITS_OWN.search(pattern))


def in_rust(pattern: str) -> str:
    """Return the pattern as Rust's engine writes it. Raises ValueError for a class that is not closed or no block."""
    tokens = _TOKEN.findall(pattern)
    written, place = [], 0
    while place < len(tokens):
        if tokens[place] == "[":
            found, place = _class(tokens, place)
            written.append(found)
        else:
            written.append(_escape(tokens[place]))
            place += 1
    return "".join(written)


def _class(tokens: list[str], start: int) -> tuple[str, int]:
    """Return the class that begins at `start`, and where it ends. A class may be taken from it: `[a-z-[aeiou]]`."""
    written, place = ["["], start + 1
    if place < len(tokens) and tokens[place] == "^":
        written.append("^")
        place += 1
    first = place
    while place < len(tokens):
        token = tokens[place]
        if token == "]" and place > first:
            return "".join(written) + "]", place + 1
        if token == "-" and tokens[place + 1 : place + 2] == ["["]:
            taken, place = _class(tokens, place + 1)
            whole = f"[{''.join(written)}]--{taken}]"
            if tokens[place : place + 1] != ["]"]:
                raise ValueError(say("no regular expression: a subtracted class must be the last part of its class"))
            return whole, place + 1
        if token == "-" and place > first and tokens[place + 1 : place + 2] != ["]"]:
            written.append("-" if not written[-1].endswith("-") else r"\-")
        else:
            written.append(f"\\{token}" if token in _SPECIAL_IN_A_CLASS or token == "-" else _escape(token))
        place += 1
    raise ValueError(say("no regular expression: a class is not closed"))


def _escape(token: str) -> str:
    if token[:1] == "\\" and token[1:] in _NAMES:
        return _NAMES[token[1:]]
    if token[1:5] == "p{Is" or token[1:5] == "P{Is":
        block = _blocks().get(token[5:-1])
        if block is None:
            raise ValueError(say("no regular expression: {token} is no block of XML Schema", token=token[5:-1]))
        first, last = block
        return f"[{'^' if token[1] == 'P' else ''}\\x{{{first}}}-\\x{{{last}}}]"
    return token


@cache
def _blocks() -> dict[str, list[str]]:
    """Return the first and last character of each block, in hexadecimal, by its name without blanks."""
    blocks: dict[str, list[str]] = tomllib.loads(Path(__file__).with_name("xml_blocks.toml").read_text("utf-8"))
    return blocks
