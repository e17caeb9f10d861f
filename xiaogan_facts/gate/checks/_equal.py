"""Write values in one notation each, so that two texts are equal if and only if the values are."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars as pl

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables.numerals import plain, plain_of
from xiaogan_facts.gate.tables.ranks import rank, rank_of
from xiaogan_facts.gate.tables.values import by_value, typed


def text_of(value: Any) -> str:
    """Return the only notation of a value.

    Of a number its digits and power of ten, the same for 1.50 and 15E-1; of a JSON object its members by their names,
    for RFC 8259 gives them no order.
    """
    if isinstance(value, dict):
        return f"{{{','.join(f'{json.dumps(name)}:{text_of(value[name])}' for name in sorted(value))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(text_of, value))}]"
    if isinstance(value, float):
        value = Decimal(repr(value))
    elif isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        return repr(value)
    mantissa, _, exponent = f"{value:E}".partition("E")
    digits = mantissa.replace(".", "").rstrip("0")
    return f"{digits}E{exponent}" if digits.lstrip("-") else "0"


def canonical(field: Field, cells: pl.Expr) -> pl.Expr:
    """Return strings that are equal if and only if the values are, null for a cell that is no value."""
    if field.type in ("any", "string"):
        return cells
    if field.type in ("boolean", "date"):
        return typed(field, cells).cast(pl.String)
    if field.type in ("integer", "number"):
        known: pl.Expr | None = plain(field, cells)
    else:
        ranks = rank(field, cells, to_equal=True)
        known = None if ranks is None else ranks.cast(pl.String)
    return by_value(field, cells, lambda value: same(field, value), pl.String, known=known)


def same(field: Field, value: Any) -> str:
    """Return the string that `canonical` has for a value of a field."""
    if field.type in ("any", "string"):
        return str(value)
    if field.type == "boolean":
        return str(value).lower()
    if field.type == "date":
        return str(value)
    if field.type in ("integer", "number"):
        short = plain_of(value)
        return text_of(value) if short is None else short
    if isinstance(value, datetime) and value.tzinfo is not UTC:
        return text_of(value)
    place = rank_of(field, value)
    return str(int(place)) if place is not None and place % 1 == 0 and -(2**63) < place < 2**63 else text_of(value)
