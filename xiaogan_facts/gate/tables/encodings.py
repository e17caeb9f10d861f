"""Tell the encoding of a text by its mark or by what its bytes would give; a declared one is never overruled."""

from __future__ import annotations

import codecs
import re

_MARKS = (  # UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HIGH = re.compile(rb"[\x80-\xff]+")
_BETWEEN_LETTERS = re.compile(rb"[A-Za-z](?:[\x80-\xff]{2})+[a-z]")
_LATIN = re.compile("[\u00a0-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u2013-\u2030\u20ac\u2122]*")
_SAMPLE = 2048  # bytes by which UTF-16 without its mark is recognised


def by_mark(start: bytes) -> str | None:
    """Return the encoding whose byte order mark a text begins with; of UTF-8's, which says nothing new, None."""
    return next((encoding for mark, encoding in _MARKS if start.startswith(mark)), None)


def by_zeros(start: bytes) -> str | None:
    """Return the form of UTF-16 without a mark that a text seems to be in: every other byte is zero."""
    some = start[:_SAMPLE]
    for encoding, zeros, others in (("utf-16-le", some[1::2], some[::2]), ("utf-16-be", some[::2], some[1::2])):
        if len(some) > 3 and zeros.count(0) > 0.4 * len(zeros) and others.count(0) < 0.05 * len(others) + 1:
            return encoding
    return None


def by_what_it_gives(raw: bytes) -> tuple[str, str] | None:
    """Return the encoding in which bytes that are not UTF-8 make sense, and the text that they then are."""
    runs = _HIGH.findall(raw)
    # Chinese characters are two bytes each, mostly both above ASCII; an accented letter stands alone between others.
    alone = sum(len(run) == 1 for run in runs)
    chinese = alone <= 0.2 * sum(map(len, runs)) and not _BETWEEN_LETTERS.search(raw)
    for encoding in ("gbk", "big5") if chinese else ("windows-1252",):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if chinese or _LATIN.fullmatch("".join(each for each in text if not each.isascii())):
            return encoding, text
    return None
