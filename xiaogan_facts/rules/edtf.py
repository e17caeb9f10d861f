"""Dates and intervals of EDTF (ISO 8601-2), as far as the archive uses them: years, months, days and open ends."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
OPEN_START = ".."
OPEN = ("", OPEN_START)


class NotEdtfError(ValueError):
    """The text does not have the shape of a date or an interval."""


@dataclass(frozen=True, slots=True)
class Period:
    """The first and last day that a date or interval takes in; None where that end is open."""

    first: date | None
    last: date | None


def period(text: str) -> Period:
    """Return the first and last day of an EDTF date or interval.

    Raises NotEdtfError where it is neither, and ValueError where it names a month or day that no calendar has.

    >>> period("2024-02/..")
    Period(first=datetime.date(2024, 2, 1), last=None)
    """
    start, slash, end = text.partition("/")
    if not slash:
        return Period(*_days(text))
    first = None if start in OPEN else _days(start)[0]
    last = None if end in OPEN else _days(end)[1]
    return Period(first, last)


def _days(text: str) -> tuple[date, date]:
    found = _DATE.fullmatch(text)
    if not found:
        raise NotEdtfError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
