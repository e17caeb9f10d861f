"""Formats of dates and times: which cells strptime surely reads in one way, and where their parts stand.

A cell is usual if each of its parts has all its digits. Of the format `any`, which dateutil reads, these are the
formats of the usual cells.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import permutations

import polars as pl

from xiaogan_facts.gate.tables._usual import escaped
from xiaogan_facts.gate.tables.lexical import in_full

ANY = (
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%d",
    "%m/%d/%Y",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%Y%m%d",
)
ANY_IN_UTC = ("%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%d %H:%M:%SZ")
ANY_TIME = ("%H:%M:%S", "%H:%M")

_DIGITS = {
    "Y": "[1-9][0-9]{3}",
    "y": "[0-9]{2}",
    "m": "(?:0[1-9]|1[0-2])",
    "d": "(?:0[1-9]|[12][0-9]|3[01])",
    "H": "(?:[01][0-9]|2[0-3])",
    "I": "(?:0[1-9]|1[0-2])",
    "M": "[0-5][0-9]",
    "S": "[0-5][0-9]",
    "f": "[0-9]{1,6}",
}
_ONE_OF = ("Yy", "mbB", "HI", "aA")  # of each of these strptime takes only one, or the last
_LONG_MONTHS = [1, 3, 5, 7, 8, 10, 12]
_DAY = 86_400_000_000  # microseconds


@dataclass(frozen=True)
class Shape:
    """The usual cells of a format: their expression, and where each part starts once names are written as `codes`."""

    pattern: str
    starts: dict[str, int]
    codes: dict[str, str]

    def microseconds(self, cells: pl.Expr) -> pl.Expr:
        """Return those from 1970 on, of cells that match the pattern; null for leap days and for days that are none."""
        text = cells.str.replace_many(list(self.codes), list(self.codes.values())) if self.codes else cells
        parts = {name: self._part(text, name) for name in self.starts}
        year = parts.get("Y", pl.lit(1900))
        if "y" in parts:
            year = parts["y"] + pl.when(parts["y"] <= 68).then(2000).otherwise(1900)
        return moment(year, parts.get("m", pl.lit(1)), parts.get("d", pl.lit(1)), _clock(parts))

    def _part(self, text: pl.Expr, name: str) -> pl.Expr:
        digits = text.str.slice(self.starts[name], {"Y": 4, "f": 6}.get(name, 2))
        if name == "f":
            digits = digits.str.extract("^([0-9]+)").str.pad_end(6, "0")
        return digits.cast(pl.Int64, strict=False)


def _clock(parts: dict[str, pl.Expr]) -> pl.Expr:
    hour = parts.get("H", pl.lit(0))
    if "I" in parts:
        hour = parts["I"] % 12 + parts.get("p", 0)
    minutes = hour.cast(pl.Int64) * 60 + parts.get("M", 0)
    return (minutes * 60 + parts.get("S", 0)) * 1_000_000 + parts.get("f", 0)


def moment(year: pl.Expr, month: pl.Expr, day: pl.Expr, clock: pl.Expr) -> pl.Expr:
    """Return the microseconds from 1970 on; null for leap days, and for days that are none."""
    exists = (day <= 28) | ((month != 2) & ((day <= 30) | month.is_in(_LONG_MONTHS)))
    # The year begins with March, so that its days can be counted without knowing whether it is a leap year.
    shifted, years = (month + 9) % 12, year - (month <= 2).cast(pl.Int64)
    days = years * 365 + years // 4 - years // 100 + years // 400 + (shifted * 153 + 2) // 5 + day - 719_469
    return pl.when(exists).then(days * _DAY + clock)


def shape(form: str) -> Shape | None:
    """Return the usual cells of a format, None if a part of it is too seldom for that."""
    tokens = re.findall(r"%.|[^%]", in_full(form), re.DOTALL)
    names = {token[1]: found for token in tokens if (found := _names(token))}
    known = [name for found in names.values() for name in found]
    directives = [token[1] for token in tokens if token[0] == "%" and token != "%%"]
    if "".join(tokens) != in_full(form) or not directives or not _are_distinct(directives, known):
        return None
    pattern, starts, width = "", {}, 0
    codes = {name: code for found in names.values() for name, code in found.items()}
    for number, token in enumerate(tokens):
        kind = token[1:]
        if token[0] != "%" or token == "%%":
            if known and token.isalpha():
                return None  # it could be a part of a name
            pattern, width = pattern + escaped(token[-1]), width + 1
            continue
        if kind not in _DIGITS and kind not in names:
            return None
        if kind == "f" and any(rest[0] == "%" or rest.isdigit() for rest in tokens[number + 1 :]):
            return None  # its width is not fixed
        if kind not in "aA":
            starts["m" if kind in "bB" else kind] = width
        pattern += _DIGITS.get(kind) or f"(?:{'|'.join(map(escaped, names[kind]))})"
        width += 4 if kind == "Y" else 2
    return Shape(pattern, starts, codes)


def _names(token: str) -> dict[str, str]:
    """Return the names that a directive stands for in this locale, each with two digits in its place."""
    named: dict[str, Iterable[str]] = {
        "%b": calendar.month_abbr[1:],
        "%B": calendar.month_name[1:],
        "%a": calendar.day_abbr,
        "%A": calendar.day_name,
    }
    if token == "%p":
        return {time(hour).strftime("%p"): f"{hour:02}" for hour in (0, 12)}
    return {name: f"{number:02}" for number, name in enumerate(named.get(token, ()), 1)}


def _are_distinct(directives: list[str], names: list[str]) -> bool:
    """Return whether no directive is there twice, and no name is, or is a part of, another."""
    if any(sum(each in alike for each in directives) > 1 for alike in (*_ONE_OF, *directives)):
        return False
    folded = [name.casefold() for name in names]
    return "" not in folded and not any(one in other for one, other in permutations(folded, 2))
