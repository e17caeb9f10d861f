"""The constraints of a field as expressions over its cells, true where the constraint holds.

`cells` are the strings of a column, `values` those that `typed` returns for them. A cell that is missing, or no value
of the field's type, gives null: other rules report it.
Source: Table Schema, "Field Constraints": constraints are tested on logical values.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib import import_module
from typing import Any

import polars as pl

from xiaogan_facts.gate.checks._equal import canonical, same
from xiaogan_facts.gate.checks._patterns import Ask, answered
from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables import lexical
from xiaogan_facts.gate.tables.inline import written
from xiaogan_facts.gate.tables.numerals import plain
from xiaogan_facts.gate.tables.ranks import rank, rank_of
from xiaogan_facts.gate.tables.values import EXACT_CHARACTERS, by_value, usual_length
from xiaogan_facts.gate.translation import say

BOUNDS: dict[str, Callable[[Any, Any], Any]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
}
_FEW = 10  # values up to which comparing with each is three times faster than `is_in`


def value_of(field: Field, given: Any) -> Any:
    """Return the logical value of a constraint, given as JSON or as a cell of the field. Raises ValueError."""
    if given is None or (
        isinstance(given, (dict, list)) and field.type not in ("object", "array", "geojson", "geopoint")
    ):
        raise ValueError(given)
    if field.type in ("any", "string") and field.format == "default":
        return written(given)
    if field.type == "boolean" and isinstance(given, bool):
        return given
    if field.type == "year" and isinstance(given, int) and not isinstance(given, bool):
        return given
    if field.type in ("integer", "number") and isinstance(given, (int, float)) and not isinstance(given, bool):
        number = Decimal(str(given))
        return number if field.type == "number" or number % 1 else int(number)
    return lexical.parser(field)(written(given))


def bounded(field: Field, cells: pl.Expr, values: pl.Expr, name: str, given: Any) -> pl.Expr:
    """Return whether values keep to `minimum`, `maximum` or their exclusive forms. Raises ValueError for a bad limit.

    Polars compares, except for numbers so long that rounding could decide, and types that it does not know.
    """
    bound, holds = value_of(field, given), BOUNDS[name]

    def accept(value: Any) -> bool:
        try:
            return bool(holds(value, bound))
        except (TypeError, ArithmeticError):  # NaN, or a time with a zone and one without
            return False

    if field.type == "number" and bound.is_finite():
        # Beyond Float64, or so near to the bound that rounding could decide.
        at = pl.when(values == float(bound)).then(cells)
        rounded = (at.str.len_bytes() > EXACT_CHARACTERS) | at.str.contains("[eE]")
        near = values.is_null() | rounded.fill_null(value=False)
        known: pl.Expr | None = pl.when(~near).then(holds(values, pl.lit(float(bound))) & values.is_not_nan())
    elif field.type == "integer":
        beyond = pl.when(values.is_null()).then(plain(field, cells)).cast(pl.Int128, strict=False)
        known = pl.coalesce(_keeps(name, values, bound), _keeps(name, beyond, bound, 2**127 - 1))
    elif field.type == "date":
        return holds(values, pl.lit(bound))  # type: ignore[no-any-return]
    else:
        ranks = rank(field, cells)
        known = None if ranks is None else _keeps(name, ranks, rank_of(field, bound))
    return by_value(field, cells, accept, pl.Boolean, known=known)


def _keeps(name: str, numbers: pl.Expr, bound: Any, most: int = 2**63 - 1) -> pl.Expr:
    """Return whether whole numbers of up to `most` keep to a bound, which may be a fraction or greater than they."""
    whole = math.ceil(bound) if name in ("minimum", "exclusiveMaximum") else math.floor(bound)
    if not -most - 1 <= whole <= most:
        return pl.when(numbers.is_not_null()).then(BOUNDS[name](0, whole))
    kind = pl.Int64 if most < 2**63 else pl.Int128
    return BOUNDS[name](numbers, pl.lit(whole, kind))  # type: ignore[no-any-return]


def one_of(field: Field, cells: pl.Expr, values: pl.Expr, given: Iterable[Any]) -> pl.Expr:
    """Return whether values are among those given (`enum`, `categories`). Raises ValueError if a given one is bad."""
    allowed = [value_of(field, value) for value in given]
    if field.type in ("any", "string"):
        if 0 < len(allowed) <= _FEW:
            return pl.any_horizontal([cells == value for value in allowed])
        return cells.is_in(allowed)
    if field.type in ("boolean", "date"):
        return values.is_in(allowed)
    texts = [same(field, value) for value in allowed]
    if field.type == "integer" and all(isinstance(value, int) and abs(value) < 2**63 for value in allowed):
        beyond = pl.when(values.is_null()).then(cells)
        return pl.coalesce(values.is_in(allowed), canonical(field, beyond).is_in(texts))
    return canonical(field, cells).is_in(texts)


def has_length(field: Field, cells: pl.Expr, name: str, length: int) -> pl.Expr:
    """Return whether strings have at least (`minLength`) or at most (`maxLength`) `length` characters, lists items."""
    holds = operator.ge if name == "minLength" else operator.le
    if field.type in ("array", "object", "list"):
        items = usual_length(field, cells)
        known = None if items is None else holds(items, pl.lit(min(length, 2**31)))
        return by_value(field, cells, lambda value: holds(len(value), length), pl.Boolean, known=known)
    return holds(cells.str.len_chars(), pl.lit(min(length, 2**62)))  # type: ignore[no-any-return]


def matches_json_schema(cells: pl.Expr, json_schema: dict[str, Any], ask: Ask) -> pl.Expr:
    """Return whether JSON values fit a JSON Schema. Raises ValueError if it is none. References are not fetched."""
    jsonschema = import_module("jsonschema")
    kind = jsonschema.validators.validator_for(json_schema, default=jsonschema.Draft202012Validator)
    try:
        kind.check_schema(json_schema)
    except (jsonschema.SchemaError, RecursionError) as error:
        raise ValueError(getattr(error, "message", say("nested too deeply"))) from error
    return answered(cells, "jsonSchema", json_schema, ask)
