"""Split delimited text into records, exactly by RFC 4180 and the declared dialect, naming what is malformed.

A malformed record is refused, and reading goes on at the next line.
Why not the `csv` module? It reads most malformed records without an error, and names no fault or place.
Source: RFC 4180, section 2; Table Dialect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from xiaogan_facts.gate.package.model import Dialect

LONGEST_RECORD = 16 * 1024 * 1024  # characters; an unclosed quote must not read a whole file into memory


class Fault(NamedTuple):
    """Why a record is refused: the rule it breaks, and the cell (1-based) and physical line where it does."""

    rule: str
    column: int
    line: int


class Record(NamedTuple):
    """The cells of a record, the physical line it starts on, where it ends in the text, and why it is refused.

    `blank` tells that it has no character at all, not even a pair of quotes; `broken` is where in the text a fault is.
    """

    line: int
    end: int
    cells: list[str]
    fault: Fault | None = None
    blank: bool = False
    broken: int = 0


@dataclass(frozen=True, slots=True)
class Splitter:
    """Splits text by the regular expressions of a dialect."""

    dialect: Dialect
    bare: re.Pattern[str]
    quoted: re.Pattern[str] | None
    ending: re.Pattern[str]
    terminator: str
    line_break: str

    @classmethod
    def of(cls, dialect: Dialect) -> Splitter:
        """Compile the regular expressions of a dialect."""
        by_lines = dialect.line_terminator in (None, "\n", "\r\n")  # either ending is accepted
        terminator = "\n" if by_lines else str(dialect.line_terminator)
        quote, escape = re.escape(dialect.quote_char or ""), re.escape(dialect.escape_char or "")
        escaped = f"|{escape}(?s:.)" if escape else ""
        ends = ("\r", "\n") if by_lines else (terminator,)
        stops = [re.escape(stop) for stop in (dialect.delimiter, *ends)] + [mark for mark in (quote, escape) if mark]
        plain = f"(?:(?!{'|'.join(stops)})(?s:.))++"
        if len(dialect.delimiter) == len(terminator) == 1:  # equivalent, and several times faster
            plain = f"[^{''.join(stops)}]++"
        bare = f"(?:{plain}{escaped})*+"
        quoted = None
        if quote:
            doubled = f"|{quote}{quote}" if dialect.double_quote else ""
            quoted = re.compile(f"{quote}((?:[^{quote}{escape}]++{doubled}{escaped})*+){quote}")
        ending = re.compile(r"\r?\n|\Z" if by_lines else re.escape(terminator) + r"|\Z")
        # Lines are counted as an editor shows them, which ends one at a lone CR only in a file without LF.
        line_break = "\r" if "\r" in terminator and "\n" not in terminator else "\n"
        return cls(dialect, re.compile(bare), quoted, ending, terminator, line_break)

    def records(self, text: str, line: int = 1, *, last: bool = True) -> Iterator[Record]:
        """Yield the records of a text that begins with a record, on physical line `line`.

        Unless the text is the `last` of a file, a record that its end may have cut off is left out; the caller calls
        again with more text from where that record starts.
        """
        position = 0
        while position < len(text):
            record = self._record(text, position, line)
            if not last and self._may_go_on(record, text, position):
                return
            yield record
            line += text.count(self.line_break, position, record.end)
            position = record.end

    def _may_go_on(self, record: Record, text: str, start: int) -> bool:
        if record.fault and record.fault.rule == "quote-unclosed":
            return len(text) - start < LONGEST_RECORD
        mark = max(2, len(self.dialect.delimiter), len(self.terminator))  # 2: CR LF, or an escaped character
        return record.end == len(text) or (record.fault is not None and len(text) - record.broken < mark)

    def _record(self, text: str, start: int, line: int) -> Record:
        dialect, cells, position = self.dialect, [], start
        if dialect.comment_char and text.startswith(dialect.comment_char, start):
            return Record(line, self._next_line(text, start), [], Fault("comment", 1, line), broken=start)
        while True:
            if dialect.skip_initial_space:
                while text.startswith(" ", position):
                    position += 1
            begin = position
            cell = self.quoted.match(text, position) if self.quoted else None
            if cell:
                cells.append(self._plain(cell[1], in_quotes=True))
                position = cell.end()
            elif cell := self.bare.match(text, position):
                cells.append(self._plain(cell[0], in_quotes=False))
                position = cell.end()
            if text.startswith(dialect.delimiter, position):
                position += len(dialect.delimiter)
                continue
            ending = self.ending.match(text, position)
            if ending:
                return Record(line, ending.end(), cells, blank=position == start)
            rule = self._broken(text, begin, position)
            where = begin if rule == "quote-unclosed" else position
            fault = Fault(rule, len(cells), line + text.count(self.line_break, start, where))
            return Record(line, self._next_line(text, start), [], fault, broken=position)

    def _broken(self, text: str, begin: int, position: int) -> str:
        """Return the rule broken by the character at `position`, in a cell that begins at `begin`."""
        quote, found = self.dialect.quote_char, text[position]
        if (found == quote and begin == position) or (text[begin] == quote and "\n" in text[begin:position]):
            return "quote-unclosed"  # or closed by the quote that opens a cell further down
        if quote and (found == quote or text[begin] == quote):
            return "quote-stray"
        return "escape-unfinished" if found == self.dialect.escape_char else "carriage-return-stray"

    def _next_line(self, text: str, start: int) -> int:
        found = text.find(self.terminator, start)
        return len(text) if found < 0 else found + len(self.terminator)

    def _plain(self, cell: str, *, in_quotes: bool) -> str:
        """Return the content of a cell, without the characters that quote or escape others."""
        quote, escape = self.dialect.quote_char, self.dialect.escape_char
        doubled = quote * 2 if quote and in_quotes and self.dialect.double_quote else None
        if escape and escape in cell:
            also = f"|{re.escape(doubled)}" if doubled else ""
            return re.sub(f"{re.escape(escape)}((?s:.)){also}", lambda mark: mark[1] or str(quote), cell)
        return cell.replace(doubled, str(quote)) if doubled else cell
