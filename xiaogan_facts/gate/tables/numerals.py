"""The digits of usual numbers: without what surrounds them, and in one notation for all that are equal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables._once import once
from xiaogan_facts.gate.tables._usual import escaped

_LONGEST = 30  # characters of a number whose digits are compared, and digits before or after its point
_WHOLE = "^[+-]?[0-9]+$"
_PLAIN = r"^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)$"
# What ends the text before a number: nothing that could be a part of it, nor what engines may not agree is a blank.
_LAST_BEFORE = r"[!-*/:-~€£¥\x{4E00}-\x{9FFF}]"


def is_bare(field: Field) -> bool:
    """Return whether numbers are written as the standard does, with nothing around or between their digits."""
    return field.bare_number and not field.group_char and (field.type == "integer" or field.decimal_char == ".")


def usual_number(field: Field, cells: pl.Expr) -> pl.Expr | None:
    """Return usual numbers as the standard writes them, null for all other cells; None if the notation is not usual."""
    group, point = field.group_char, field.decimal_char if field.type == "number" else None
    marks = [mark for mark in (group, point) if mark is not None]
    if any(len(mark) != 1 or mark.isalnum() or mark in "+-" for mark in marks) or len(set(marks)) < len(marks):
        return None
    whole = f"[0-9]+(?:{escaped(group)}[0-9]+)*" if group else "[0-9]+"
    more = f"(?:{escaped(point)}[0-9]*)?(?:[eE][+-]?[0-9]{{1,3}})?" if point else ""
    digits: pl.Expr
    if field.bare_number:
        digits = pl.when(cells.str.contains(f"^[+-]?{whole}{more}$")).then(cells)
    else:
        digits = cells.str.extract(f"^(?:[^0-9]*{_LAST_BEFORE})? *([+-]?{whole}{more})[^0-9]*$")
    if group:
        digits = digits.str.replace_all(group, "", literal=True)
    return digits.str.replace(point, ".", literal=True) if point not in (None, ".") else digits


def plain(field: Field, cells: pl.Expr) -> pl.Expr:
    """Return the only plain notation of usual numbers, as `plain_of` does, null for all other cells."""
    if not is_bare(field) and usual_number(field, cells) is None:
        return pl.when(False).then(cells)
    return once(cells, lambda column: _plain(field, column), pl.String)


def _plain(field: Field, cells: pl.Expr) -> pl.Expr:
    digits = cells if is_bare(field) else usual_number(field, cells)
    assert digits is not None
    pattern = _WHOLE if field.type == "integer" else _PLAIN
    usual = pl.when((digits.str.len_bytes() <= _LONGEST) & digits.str.contains(pattern)).then(digits)
    rest = usual.str.strip_chars_start("+-0")
    if field.type == "number":
        rest = pl.when(rest.str.contains(".", literal=True)).then(rest.str.strip_chars_end("0")).otherwise(rest)
        rest = rest.str.strip_chars_end(".")
    return pl.when(usual.str.starts_with("-") & (rest != "")).then("-" + rest).otherwise(rest)


def plain_of(value: Any) -> str | None:
    """Return the only plain notation of a number: its digits and point, no more. None if that is long, or for NaN."""
    number = Decimal(value)
    if not number:
        return ""
    if not number.is_finite() or abs(number.adjusted()) > _LONGEST:
        return None
    digits = f"{number:f}".lstrip("-0")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return f"-{digits}" if number < 0 else digits
