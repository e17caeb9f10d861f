"""Survey a range of a file's bytes: count line ends and quotes, and find where a record may start."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import IO, NamedTuple

from xiaogan_facts.gate.package.model import Resource
from xiaogan_facts.gate.tables.source import between
from xiaogan_facts.gate.tables.table import FileRows, Table
from xiaogan_facts.gate.translation import say

LOOKED_THROUGH = 1024 * 1024  # bytes of a range in which a record's start is looked for

BY_BYTES = frozenset(
    {"utf-8", "ascii", "koi8-r", "gbk", "gb2312", "gb18030", "big5", "cp950", "cp932", "cp949", "shift_jis", "euc_jp"}
    | {f"cp125{number}" for number in range(9)}
    | {f"iso8859-{number}" for number in range(1, 17)}
)
"""Codecs in which the bytes of a line end or a quote stand for nothing else, whatever stands around them."""


@dataclass(frozen=True)
class Range:
    """The bytes of a file of a table from `start` to before `end`; `file` is its number (0-based)."""

    file: int
    start: int
    end: int


class Start(NamedTuple):
    """Where a record may start: its byte in the file, and how many lines of the range are above it."""

    byte: int
    lines: int


@dataclass(frozen=True)
class Survey:
    """What a range holds: how many line ends and quotes, and the first record that starts after its first byte.

    That is `outside` if the range begins outside quotes, and `inside` if it begins inside them; None if none is found.
    """

    range: Range
    lines: int
    quotes: int
    outside: Start | None
    inside: Start | None


def whole_for(table: Table) -> str | None:
    """Return why a table is judged in one piece, None if it can be split."""
    resource, rows = table.resource, table.rows
    if not isinstance(rows, FileRows) or isinstance(resource.data, str):
        return say("it is no file of delimited text")
    if resource.compression:
        return say("{packing} can be unpacked from its beginning only", packing=resource.compression)
    if codecs.lookup(resource.encoding).name not in BY_BYTES:
        return say("line ends cannot be told by bytes in the encoding {encoding}", encoding=resource.encoding)
    if _has_signs_of_its_own(resource):
        return say("its dialect gives signs a meaning that the number of quotes does not tell")
    if table.header_refused or table.width is None:
        return say("its header does not tell how many cells a record has")
    return None


def _has_signs_of_its_own(resource: Resource) -> bool:
    dialect = resource.dialect
    return bool(
        dialect.comment_char
        or dialect.comment_rows
        or dialect.escape_char
        or dialect.skip_initial_space
        or not dialect.double_quote
        or dialect.line_terminator not in (None, "\n", "\r\n")
        or len((dialect.quote_char or "").encode()) > 1
    )


def survey(table: Table, some: Range) -> Survey:
    """Survey a range of a table that can be split. Raises OSError if its file cannot be read."""
    assert isinstance(table.rows, FileRows)
    quote = (table.resource.dialect.quote_char or "").encode()
    with table.rows.files[some.file].open() as file:
        outside, inside = _starts(file, some, quote)
        lines = quotes = 0
        for chunk in between(file, some.start, some.end):
            lines += chunk.count(b"\n")
            quotes += chunk.count(quote) if quote else 0
    return Survey(some, lines, quotes, outside, inside)


def _starts(file: IO[bytes], some: Range, quote: bytes) -> tuple[Start | None, Start | None]:
    """Return the first record that starts in a range, if that begins outside and if it begins inside quotes."""
    file.seek(some.start)
    ahead = min(some.end - some.start, LOOKED_THROUGH)
    text = file.read(ahead + 2)  # with what tells whether a blank line comes next
    found: list[Start | None] = [None, None]
    position, quoted = 0, 0
    while position < ahead and None in found:
        until = text.find(quote, position, ahead) if quote else -1
        until = ahead if until < 0 else until
        if found[quoted] is None and (end := _line_end(text, position, until)) >= 0:
            found[quoted] = Start(some.start + end, text.count(b"\n", 0, end))
        position, quoted = until + 1, 1 - quoted
    return found[0], found[1]


def _line_end(text: bytes, start: int, stop: int) -> int:
    """Return where the first line ends from `start` to before `stop` that no blank one follows, nor the end; or -1.

    Blank lines stay with what is above them, for those below one another are told once.
    """
    end = text.find(b"\n", start, stop) + 1
    while end > 0 and (not text[end : end + 2] or text[end : end + 1] == b"\n" or text[end : end + 2] == b"\r\n"):
        end = text.find(b"\n", end, stop) + 1
    return end or -1
