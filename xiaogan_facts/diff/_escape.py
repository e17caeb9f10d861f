"""Make cells safe to show: on one line, with nothing hidden, and in Markdown without becoming markup."""

from __future__ import annotations

import json
import re
from typing import Any

from xiaogan_facts.gate.printable import one_line

EMPTY = "(empty)"
ABSENT = "(none)"
_SPACES = re.compile(r"^ | $|(?<= ) ")
_TICKS = re.compile("`+")
_PLAIN = re.compile(
    r"(?:[^\W_]|[ ,;'’“”‘%()/—–…，、；。：（）《》「」·]"  # letters, digits, and signs that mean nothing
    r"|-(?![0-9])|\.(?![^\W_])|(?<=[0-9])\.(?=[0-9]))+"  # but neither GH-1 nor www.example.org
)
_HEXADECIMAL = re.compile(r"\b[0-9a-fA-F]{7,}\b")


def in_one_line(value: Any) -> str:
    """Return a descriptor's value as canonical JSON; a date, which only YAML can hold, becomes a string."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def visible(cell: str | None) -> str:
    """Return the cell on one line: what cannot be seen is escaped, line feeds are `⏎`, spaces that hide are `␣`."""
    if cell is None:
        return ABSENT
    return one_line(_SPACES.sub("␣", cell).replace("\n", "⏎")) or EMPTY


def code(cell: str | None) -> str:
    """Return the cell as a code span for a Markdown table: nothing in it is markup, and GitHub links nothing.

    Source: GitHub Flavored Markdown, 6.3 "Code spans" and 4.10 "Tables" (a bar is escaped in code spans too).
    """
    text = visible(cell)
    if cell is None or not cell:
        return f"*{text}*"
    longest = max(map(len, _TICKS.findall(text)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{gap}{text}{gap}{fence}".replace("|", "\\|")


def prose(sentence: str) -> str:
    """Return the sentence itself if nothing in it is markup to Markdown or GitHub, else a code span."""
    means_nothing = _PLAIN.fullmatch(sentence) and not _HEXADECIMAL.search(sentence)
    return sentence if means_nothing and visible(sentence) == sentence else code(sentence)
