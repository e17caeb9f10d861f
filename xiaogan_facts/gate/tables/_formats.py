"""Formats of dates and times: which cells strptime surely reads in one way, and how polars reads the same.

A cell is usual if each of its parts has all its digits. Polars knows English names alone, and has no value for others.
Of the format `any`, which dateutil reads, these are the formats of the usual cells.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import time
from functools import cache
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
    "y": "(?:[0-57-9][0-9]|6[0-8])",  # 69 is 1969 to strptime, and 2069 to polars
    "m": "(?:0[1-9]|1[0-2])",
    "d": "(?:0[1-9]|[12][0-9]|3[01])",
    "H": "(?:[01][0-9]|2[0-3])",
    "I": "(?:0[1-9]|1[0-2])",
    "M": "[0-5][0-9]",
    "S": "[0-5][0-9]",
    "f": "([0-9]{1,6})",
}
_NAMES: dict[str, tuple[str, ...]] = {
    "b": tuple(calendar.month_abbr[1:]),
    "B": tuple(calendar.month_name[1:]),
    "a": tuple(calendar.day_abbr),
    "A": tuple(calendar.day_name),
    "p": tuple(time(hour).strftime("%p") for hour in (0, 12)),
}
_ONE_OF = ("Yy", "mbB", "HI", "aA")  # of each of these strptime takes only one, or the last
_DEFAULTS = (("Yy", "%Y", "1900"), ("mbB", "%m", "01"), ("d", "%d", "01"))  # what strptime has for an absent part,
_OF_CLOCK = (("HI", "%H", "00"), ("M", "%M", "00"))  # and polars has not; of the clock, where any part of it is there


@dataclass(frozen=True)
class Shape:
    """The usual cells of a format, as a regular expression, and how polars reads them: with `given` before, by `form`.

    `read` is the regular expression of what it reads of a cell: of a fraction of a second, and beyond, nothing.
    """

    pattern: str
    read: str
    form: str
    given: str

    def microseconds(self, cells: pl.Expr, zone: str) -> pl.Expr:
        """Return those from 1970 on, of cells that match the pattern and then `zone`; null for days that are none."""
        text = cells.str.extract(f"^({self.read})") if zone or self.read != self.pattern else cells
        found = moment(pl.lit(self.given) + text if self.given else text, self.form)
        if self.read == self.pattern:
            return found
        fraction = cells.str.extract(f"^{self.pattern}").str.pad_end(6, "0")
        return found + fraction.cast(pl.Int64)


def moment(cells: pl.Expr, form: str) -> pl.Expr:
    """Return the microseconds from 1970 on, null for days that are none."""
    # Among many different cells, polars' cache costs more time than it saves.
    return cells.str.to_datetime(form, time_unit="us", strict=False, cache=False).cast(pl.Int64)


@cache
def shape(form: str) -> Shape | None:
    """Return the usual cells of a format, None if a part of it is too seldom for that."""
    tokens = re.findall(r"%.|[^%]", in_full(form), re.DOTALL)
    directives = [token[1] for token in tokens if token[0] == "%" and token != "%%"]
    known = [name for each in directives for name in _NAMES.get(each, ())]
    if "".join(tokens) != in_full(form) or not directives or not _are_distinct(directives, known):
        return None
    if any(each not in _DIGITS and each not in _NAMES for each in directives):
        return None
    if known and any(token.isalpha() for token in tokens):
        return None  # it could be a part of a name
    patterns = [_pattern(token) for token in tokens]
    read = tokens.index("%f") if "%f" in tokens else len(tokens)
    if any(token[0] == "%" or token.isdigit() for token in tokens[read + 1 :]):
        return None  # the width of the fraction is not fixed
    clock = _OF_CLOCK if set(directives) & set("HIMSfp") else ()
    absent = [each for each in (*_DEFAULTS, *clock) if not set(each[0]) & set(directives)]
    if "I" in directives and "p" not in directives:
        absent.append(("p", "%p", "AM"))
    given, forms = ("".join(f"{each[at]} " for each in absent) for at in (2, 1))
    found = Shape("".join(patterns), "".join(patterns[:read]), forms + "".join(tokens[:read]), given)
    try:
        pl.select(moment(pl.lit("x"), found.form))
    except pl.exceptions.PolarsError:  # it does not know such a format, as with %p but without %I
        return None
    return found


def _pattern(token: str) -> str:
    """Return the regular expression of the usual texts for a directive or a character of a format."""
    if token[0] != "%" or token == "%%":
        return escaped(token[-1])
    return _DIGITS.get(token[1]) or f"(?:{'|'.join(map(escaped, _NAMES[token[1]]))})"


def _are_distinct(directives: list[str], names: list[str]) -> bool:
    """Return whether no directive is there twice, and no name is, or is a part of, another."""
    if any(sum(each in alike for each in directives) > 1 for alike in (*_ONE_OF, *directives)):
        return False
    folded = [name.casefold() for name in names]
    return "" not in folded and not any(one in other for one, other in permutations(folded, 2))
