"""Numbers in place of values: of years, months, moments and durations, of the usual cells, made by polars alone.

Two values have one rank if and only if they are equal, and ranks are in the order of the values. So the constraints of
a usual cell are judged by its rank, those of another by its value, which `lexical` parses.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables import _formats
from xiaogan_facts.gate.tables._once import collected, once
from xiaogan_facts.gate.tables._usual import DATETIME, ITEMS
from xiaogan_facts.gate.tables.lexical import TIME, ZONE

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = 86_400_000_000  # microseconds
_WITH_ZONE = re.compile("(.+)%z")
_ANY_ZONE = "(?:Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])"
_NO_SHIFT = "(?:Z|[+-]00:?00)"
# Reads what is known to be a duration. Each part is in the one before it, so that at no character there is a choice:
# that would take the engine half as long again.
_N, _T = "([0-9]{1,5})", r"([0-9]{1,9})(?:\.[0-9]{1,6})?"
_DURATION = f"^-?P(?:{_N}([YMD])(?:{_N}([MD])(?:{_N}D)?)?)?(?:T{_T}([HMS])(?:{_T}([MS])(?:{_T}S)?)?)?$"
_SECONDS = {"Y": 12 * 2_629_800, "M": 2_629_800, "D": 86_400}  # of a year, a month …, as `lexical` counts them
_OF_CLOCK = {"H": 3600, "M": 60, "S": 1}


def rank(field: Field, cells: pl.Expr, to_equal: bool = False) -> pl.Expr | None:
    """Return the ranks of the usual cells of a column as Int64, null for all others; None for a type without any.

    Values in zones of their own are not equal to those in UTC at the same moment: `to_equal` leaves them out.
    """
    if field.type in ("date", "time", "datetime") and field.format != "default":
        return _formatted(field, cells, to_equal)
    ranked = _RANKED.get(field.type)
    return once(cells, ranked, pl.Int64) if ranked else None


def rank_of(field: Field, value: Any) -> int | Decimal | None:
    """Return the rank of a value, None if it has none."""
    if isinstance(value, datetime):
        since = value - _EPOCH
        return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    if isinstance(value, time):
        return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond
    if field.type == "year":
        return int(value)
    if field.type == "yearmonth":
        return int(value[0]) * 12 + int(value[1])
    return Decimal(value).scaleb(6) if field.type == "duration" else None


def _matching(cells: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(cells.str.contains(f"^(?:{pattern})$")).then(cells)


def _digits(cells: pl.Expr, start: int, width: int = 2) -> pl.Expr:
    return cells.str.slice(start, width).cast(pl.Int64, strict=False)


def _clock(cells: pl.Expr, start: int) -> pl.Expr:
    hours, minutes, seconds = (_digits(cells, start + offset) for offset in (0, 3, 6))
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000


def _shift(zone: pl.Expr) -> pl.Expr:
    """Return the microseconds by which a zone such as +01:00 is ahead of UTC; 0 for Z, null for none."""
    digits = zone.str.tail(-1).str.replace(":", "", literal=True)
    minutes = _digits(digits, 0) * 60 + _digits(digits, 2)
    ahead = pl.when(zone.str.starts_with("-")).then(-minutes).otherwise(minutes)
    return pl.when(zone == "Z").then(0).otherwise(ahead) * 60_000_000


def _time(cells: pl.Expr) -> pl.Expr:
    return _clock(_matching(cells, TIME), 0)


def _datetime(cells: pl.Expr) -> pl.Expr:
    usual = _matching(cells, DATETIME)
    more = pl.when(usual.str.len_bytes() > 20).then(usual.str.slice(19))  # a fraction, a zone or both
    part = more.str.extract(r"^\.([0-9]{1,6})").str.pad_end(6, "0").cast(pl.Int64)
    found = _formats.moment(usual.str.head(19), "%Y-%m-%dT%H:%M:%S")
    return found + part.fill_null(0) - _shift(more.str.extract("([+-].*)$")).fill_null(0)


def _year(cells: pl.Expr) -> pl.Expr:
    return _matching(cells, ITEMS["year"]).str.replace(f"{ZONE}$", "").cast(pl.Int64, strict=False)


def _yearmonth(cells: pl.Expr) -> pl.Expr:
    usual = _matching(cells, ITEMS["yearmonth"]).str.replace(f"{ZONE}$", "")
    return usual.str.head(-3).cast(pl.Int64, strict=False) * 12 + usual.str.tail(2).cast(pl.Int64, strict=False)


def _duration(cells: pl.Expr) -> pl.Expr:
    usual = _matching(cells, ITEMS["duration"])
    length = usual.str.extract_groups(_DURATION).map_batches(_microseconds, return_dtype=pl.Int64)
    fraction = pl.when(usual.str.contains(".", literal=True)).then(usual).str.extract(r"\.([0-9]+)").str.pad_end(6, "0")
    length += fraction.cast(pl.Int64).fill_null(0)
    return length * pl.when(usual.str.starts_with("-")).then(-1).otherwise(1)


def _microseconds(groups: pl.Series) -> pl.Series:
    """Return how long the durations are, without fractions, whose numbers and units are the fields of a struct."""
    parts = groups.struct.unnest()
    numbers = [pl.nth(n).cast(pl.Int64) for n in (0, 2, 4, 5, 7, 9)]
    units = [_worth(pl.nth(1), _SECONDS), _worth(pl.nth(3), _SECONDS), _SECONDS["D"]]
    units += [_worth(pl.nth(6), _OF_CLOCK), _worth(pl.nth(8), _OF_CLOCK), 1]
    total = pl.sum_horizontal(number * unit for number, unit in zip(numbers, units, strict=True))
    return collected(parts, pl.when(pl.any_horizontal(pl.nth(0, 5).is_not_null())).then(total * 1_000_000))


def _worth(unit: pl.Expr, seconds: dict[str, int]) -> pl.Expr:
    first, second, third = seconds
    return (
        pl.when(unit == first).then(seconds[first]).when(unit == second).then(seconds[second]).otherwise(seconds[third])
    )


_RANKED: dict[str, Callable[[pl.Expr], pl.Expr]] = {
    "time": _time,
    "datetime": _datetime,
    "year": _year,
    "yearmonth": _yearmonth,
    "duration": _duration,
}


def _formatted(field: Field, cells: pl.Expr, to_equal: bool) -> pl.Expr | None:
    """Return the ranks of cells in a format of their own; those of dates are days."""
    reader = _reader(field, to_equal)
    if reader is None:
        return None
    ranks = cells.map_batches(reader, return_dtype=pl.Int64)
    if field.type == "date":
        return ranks // _DAY
    return ranks % _DAY if field.type == "time" else ranks


def _reader(field: Field, to_equal: bool) -> Callable[[pl.Series], pl.Series] | None:
    """Return what reads a column by each of its usual formats in turn, until no cell is left."""
    if field.format == "any":
        forms = (*_formats.ANY, *(() if to_equal and field.type == "datetime" else _formats.ANY_IN_UTC))
        forms = (*forms, *(_formats.ANY_TIME if field.type == "time" else ()))
        shapes = [(_formats.shape(form), "") for form in forms]
    else:
        zoned = _WITH_ZONE.fullmatch(field.format)
        zone = (_NO_SHIFT if to_equal and field.type == "datetime" else _ANY_ZONE) if zoned else ""
        shapes = [(_formats.shape(zoned[1] if zoned else field.format), zone)]
    known = [(form, zone) for form, zone in shapes if form]
    if not known:
        return None
    return lambda series: _read(series, known, in_utc=field.type == "datetime")


def _read(series: pl.Series, shapes: list[tuple[_formats.Shape, str]], in_utc: bool) -> pl.Series:
    frame = series.to_frame("cells").with_columns(ranks=pl.lit(None, pl.Int64))
    cells, ranks = pl.col("cells"), pl.col("ranks")
    for form, zone in shapes:
        pattern = f"^{form.pattern}{zone}$"
        usual = frame.select(pl.when(ranks.is_null() & cells.str.contains(pattern)).then(cells)).to_series()
        if usual.null_count() < len(usual):
            found = form.microseconds(cells, zone)
            if zone and in_utc:
                found -= _shift(cells.str.extract("(Z|[+-][0-9:]+)$"))
            read = collected(usual.to_frame("cells"), found)
            frame = frame.with_columns(ranks=pl.coalesce(ranks, read))
        if frame.select((ranks.is_null() & cells.is_not_null()).any()).item() is False:
            break
    return frame.get_column("ranks")
