"""Judge whole columns of cells: which are missing, which are values of the field's type, and the typed values.

Every function takes a column of strings as a polars expression and returns an expression; some also take what `typed`
returns, so that it is computed once. `lexical` is authoritative: types that polars cannot parse in the same way fall
back to one Python call per distinct cell.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables import lexical

EXACT_CHARACTERS = 15  # of a number; longer ones may differ and still be one Float64
_REGULAR = {"default": None, "email": lexical.EMAIL, "uri": lexical.URI, "uuid": lexical.UUID}


def present(cells: pl.Expr, missing: tuple[str, ...]) -> pl.Expr:
    """Return the cells, with null for those that stand for "no value"."""
    if not missing:
        return cells
    if len(missing) == 1:
        return pl.when(cells != missing[0]).then(cells)
    return pl.when(~cells.is_in(list(missing))).then(cells)


def is_value(field: Field, cells: pl.Expr, values: pl.Expr) -> pl.Expr | None:
    """Return an expression that is true for the values of the field's type, or None if every string is one."""
    if field.type in ("any", "string") or field.type not in lexical.TYPES:
        pattern = _REGULAR.get(field.format) if field.type == "string" else None
        if pattern:
            return matches(cells, pattern)
        return asked(field, cells) if field.type == "string" and field.format == "binary" else None
    if field.type == "boolean":
        return cells.is_in([*field.true_values, *field.false_values])
    if field.type == "integer" and _is_bare(field):
        return _surely(values.is_not_null(), cells, lexical.INTEGER)
    if field.type == "number" and _is_bare(field):
        finite = values.is_finite().fill_null(value=False)
        return _surely(finite, cells, f"{lexical.NUMBER}|{lexical.SPECIAL_NUMBER}")
    if field.type in ("integer", "number"):  # in a notation of its own; of more than 64 bits `values` has none
        unknown = pl.when(values.is_null()).then(cells)
        return pl.when(cells.is_not_null()).then(values.is_not_null() | asked(field, unknown))
    if field.type == "date":
        return pl.when(cells.is_not_null()).then(values.is_not_null())
    if field.type == "time" and field.format == "default":
        return matches(cells, lexical.TIME)
    if field.type == "year":
        return matches(cells, f"{lexical.YEAR}{lexical.ZONE}?")
    return asked(field, cells)


def typed(field: Field, cells: pl.Expr) -> pl.Expr:
    """Return the values as Int64, Float64, Boolean or Date, null for invalid cells; other types stay String."""
    if field.type in ("integer", "number") and not _is_bare(field):
        kind = pl.Int64 if field.type == "integer" else pl.Float64
        return _digits(field, pl.when(asked(field, cells)).then(cells)).cast(kind, strict=False)
    if field.type == "integer":
        return cells.cast(pl.Int64, strict=False)
    if field.type == "number":
        number = cells.cast(pl.Float64, strict=False)
        special = pl.when(~number.is_finite()).then(cells)  # polars also takes `Infinity` and `+INF` for numbers
        return pl.when(number.is_finite() | matches(special, f"{lexical.NUMBER}|{lexical.SPECIAL_NUMBER}")).then(number)
    if field.type == "boolean":
        return (
            pl.when(cells.is_in(list(field.true_values)))
            .then(statement=True)
            .when(cells.is_in(list(field.false_values)))
            .then(statement=False)
        )
    if field.type == "date":
        if field.format == "default":
            # Polars also takes 2024-1-5 for a date, and raises an error for years beyond its own. There is no year 0.
            known = pl.when(matches(cells, lexical.DATE) & ~cells.str.starts_with("0000")).then(cells)
            # Among many different dates, polars' cache costs more time than it saves.
            return known.str.to_date("%Y-%m-%d", strict=False, cache=False)
        return by_value(field, cells, lambda value: value, pl.Date)
    return cells


def matches(cells: pl.Expr, pattern: str) -> pl.Expr:
    """Return whether each whole cell matches a regular expression that Rust's engine and Python's read alike."""
    return cells.str.contains(f"^(?:{pattern})$")


def _surely(known: pl.Expr, cells: pl.Expr, pattern: str) -> pl.Expr:
    """Return whether cells are `known` to polars or else match: what it parses always matches, and matching is slow."""
    unknown = pl.when(~known).then(cells)
    return pl.when(cells.is_not_null()).then(known | matches(unknown, pattern))


def asked(field: Field, cells: pl.Expr, accept: Callable[[Any], bool] = lambda value: True) -> pl.Expr:
    """Return whether the value of each cell is accepted, with one call of `lexical` per distinct cell."""
    return by_value(field, cells, accept, pl.Boolean, invalid=False)


def by_value(
    field: Field, cells: pl.Expr, of: Callable[[Any], Any], dtype: type[pl.DataType], invalid: Any = None
) -> pl.Expr:
    """Return what `of` makes of the value of each cell, or `invalid`, with one call of `lexical` per distinct cell."""
    parse = lexical.parser(field)

    def make(cell: str) -> Any:
        try:
            return of(parse(cell))
        except (ValueError, ArithmeticError):
            return invalid

    return by_cells(cells, lambda different: [make(cell) for cell in different], dtype)


def by_cells(cells: pl.Expr, ask: Callable[[list[str]], list[Any]], dtype: type[pl.DataType]) -> pl.Expr:
    """Return what `ask` answers, called once for all distinct cells; null stays null."""

    def answer(series: pl.Series) -> pl.Series:
        if series.null_count() == len(series):
            return series.cast(dtype)
        different = series.drop_nulls().unique()
        answers = pl.Series(ask(different.to_list()), dtype=dtype)
        return series.replace_strict(different, answers, default=None, return_dtype=dtype)

    return cells.map_batches(answer, return_dtype=dtype)


def _is_bare(field: Field) -> bool:
    return field.bare_number and not field.group_char and (field.type == "integer" or field.decimal_char == ".")


def _digits(field: Field, cells: pl.Expr) -> pl.Expr:
    """Strip the cells of a column as `lexical.bare` strips one."""
    if not field.bare_number:
        stripped = cells
        for pattern, instead in lexical.around_number(field):
            stripped = stripped.str.replace(pattern, instead)
        cells = pl.when(cells.str.contains("[0-9]")).then(stripped).otherwise(cells)
    if field.group_char:
        cells = cells.str.replace_all(field.group_char, "", literal=True)
    if field.type == "number" and field.decimal_char != ".":
        cells = cells.str.replace_all(".", "\0", literal=True).str.replace_all(field.decimal_char, ".", literal=True)
    return cells
