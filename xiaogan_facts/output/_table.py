"""Write a table that fits the terminal: cells are folded, never cut; too many columns become one to a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice
from typing import Any, TextIO

from xiaogan_facts.gate.printable import printable
from xiaogan_facts.gate.translation import say_number
from xiaogan_facts.output.cells import as_text, plain
from xiaogan_facts.output.width import fold, padded, width

MEASURED = 1000  # rows; those that follow keep to the widths that these asked for
NARROWEST = 16  # columns of the terminal to which a column of the table may be folded
LONG_NUMBER = 10_000
GAP = "  "


def write_table(names: Sequence[str], rows: Iterable[Sequence[Any]], out: TextIO, limit: int | None) -> None:
    """Write the rows below their headings; where these do not fit into `limit` columns, each row as a list."""
    remaining = iter(rows)
    first = list(islice(remaining, MEASURED))
    headings = [printable(name) for name in names]
    natural = [max(map(width, cells)) for cells in zip(headings, *map(_lines, first), strict=True)]
    widths = _fitted(natural, limit)
    numbers = [_is_number(column) for column in zip(*first, strict=True)] or [False] * len(headings)
    write_row = _grid(headings, widths, numbers, out) if widths else _lists(headings, limit or 0, out)
    count = 0
    for row in chain(first, remaining):
        count += 1
        write_row(count, [printable(_shown(value)) for value in row])
    out.write(f"({say_number('{number} row', '{number} rows', count)})\n")


def _lines(row: Sequence[Any]) -> list[str]:
    """Return each cell's longest line."""
    return [max(printable(_shown(value)).split("\n"), key=width) for value in row]


def _shown(value: Any) -> str:
    """Return a value for people: long numbers with their thousands apart; a year is none."""
    number = plain(value)
    is_long = isinstance(number, (int, float)) and not isinstance(number, bool) and abs(number) >= LONG_NUMBER
    return f"{number:,}" if is_long else as_text(value)


def _is_number(values: Sequence[Any]) -> bool:
    given = [value for value in values if value is not None]
    return bool(given) and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in given)


def _fitted(natural: Sequence[int], limit: int | None) -> list[int]:
    """Return widths that fit `limit` together, the widest reduced to one cap; [] if no cap is enough."""
    if limit is None:
        return list(natural)
    room = limit - len(GAP) * (len(natural) - 1)
    if sum(natural) <= room:
        return list(natural)
    cap = max((cap for cap in range(NARROWEST, max(room, NARROWEST)) if _capped(natural, cap) <= room), default=None)
    return [] if cap is None else [min(columns, cap) for columns in natural]


def _capped(natural: Sequence[int], cap: int) -> int:
    return sum(min(columns, cap) for columns in natural)


def _grid(
    headings: Sequence[str], widths: Sequence[int], numbers: Sequence[bool], out: TextIO
) -> Callable[[int, Sequence[str]], None]:
    """Write the headings; return a function that writes a row, and an empty line after one that had to be folded."""

    def write(cells: Sequence[str]) -> int:
        folded = [fold(cell, columns) for cell, columns in zip(cells, widths, strict=True)]
        height = max(map(len, folded))
        for line in range(height):
            parts = (
                padded(lines[line] if line < len(lines) else "", columns, right=number)
                for lines, columns, number in zip(folded, widths, numbers, strict=True)
            )
            out.write(GAP.join(parts).rstrip(" ") + "\n")
        return height

    def write_row(_number: int, cells: Sequence[str]) -> None:
        if write(cells) > 1:
            out.write("\n")

    write(headings)
    out.write(GAP.join("-" * columns for columns in widths) + "\n")
    return write_row


def _lists(headings: Sequence[str], limit: int, out: TextIO) -> Callable[[int, Sequence[str]], None]:
    """Return a function that writes a row as a list: a heading and its value on each line."""
    label = min(max(map(width, headings)), max(limit // 2, NARROWEST))
    room = max(limit - label - len(GAP), NARROWEST)

    def write_row(number: int, cells: Sequence[str]) -> None:
        out.write(f"-- {number} --\n")
        for heading, cell in zip(headings, cells, strict=True):
            if not cell:
                continue
            names, lines = fold(heading, label), fold(cell, room)
            for line in range(max(len(names), len(lines))):
                name = names[line] if line < len(names) else ""
                value = lines[line] if line < len(lines) else ""
                out.write(f"{padded(name, label)}{GAP}{value}".rstrip(" ") + "\n")
        out.write("\n")

    return write_row
