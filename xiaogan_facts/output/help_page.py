"""How a page of help is laid out: broken at words, and between Chinese characters, at any width of the terminal."""

from __future__ import annotations

import re
from argparse import HelpFormatter

from xiaogan_facts.output.width import fold_words

_HANGING = re.compile(r" *(?:\S+ {2,})?")


class Help(HelpFormatter):
    """Folds each line by the columns that it takes, and keeps the line breaks of a longer text."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return fold_words(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines: list[str] = []
        for line in text.splitlines():
            found = _HANGING.match(line)
            hanging = " " * (found.end() if found else 0)
            first, *others = fold_words(line, width, hanging)
            lines += [indent + first, *(indent + other for other in others)]
        return "\n".join(lines)
