"""Judge whole columns of cells: which are missing, which are values of the field's type, and the typed values.

Every function takes a column of strings as a polars expression and returns an expression; some also take what `typed`
returns, so that it is computed once. `lexical` is authoritative: whether the cells that polars does not surely know
are values, and which, is asked of its parsers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables import lexical
from xiaogan_facts.gate.tables._usual import FLAT_ARRAY, sure_pattern
from xiaogan_facts.gate.tables.numerals import is_bare, usual_number
from xiaogan_facts.gate.tables.ranks import rank

EXACT_CHARACTERS = 15  # of a number; longer ones may differ and still be one Float64
MOSTLY = 0.9  # of the cells: if more are different, each is asked about
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
        return _surely_or_asked(field, cells) if field.type == "string" and field.format == "binary" else None
    if field.type == "boolean":
        return cells.is_in([*field.true_values, *field.false_values])
    if field.type == "integer" and is_bare(field):
        return _surely(values.is_not_null(), cells, lexical.INTEGER)
    if field.type == "number" and is_bare(field):
        finite = values.is_finite().fill_null(value=False)
        return _surely(finite, cells, f"{lexical.NUMBER}|{lexical.SPECIAL_NUMBER}")
    if field.type in ("integer", "number"):  # in a notation of its own; of more than 64 bits `values` has none
        return asked(field, cells, known=_true_where(values.is_not_null()))
    if field.type == "date":
        return pl.when(cells.is_not_null()).then(values.is_not_null())
    if field.type == "time" and field.format == "default":
        return matches(cells, lexical.TIME)
    if field.type == "year":
        return matches(cells, f"{lexical.YEAR}{lexical.ZONE}?")
    return _surely_or_asked(field, cells)


def typed(field: Field, cells: pl.Expr) -> pl.Expr:
    """Return the values as Int64, Float64, Boolean or Date, null for invalid cells; other types stay String."""
    if field.type in ("integer", "number") and not is_bare(field):
        usual = usual_number(field, cells)
        if field.type == "integer":
            known = None if usual is None else usual.cast(pl.Int64, strict=False)
            return by_value(field, cells, lambda value: value if _fits(value) else None, pl.Int64, known=known)
        known = None if usual is None else usual.cast(pl.Float64, strict=False)
        return by_value(field, cells, float, pl.Float64, known=known)
    if field.type == "integer":
        return cells.cast(pl.Int64, strict=False)
    if field.type == "number":
        return cells.map_batches(_numbers, return_dtype=pl.Float64)
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
        days = rank(field, cells)
        dates = None if days is None else days.cast(pl.Int32).cast(pl.Date)
        return by_value(field, cells, lambda value: value, pl.Date, known=dates)
    return cells


def _numbers(cells: pl.Series) -> pl.Series:
    """Return the numbers as Float64, in steps: an expression would cast a cell as often as it names its number."""
    numbers = cells.cast(pl.Float64, strict=False)
    if numbers.is_finite().all():
        return numbers
    number, cell = pl.col("number"), pl.col("cell")
    special = pl.when(~number.is_finite()).then(cell)  # polars also takes `Infinity` and `+INF` for numbers
    sound = number.is_finite() | matches(special, f"{lexical.NUMBER}|{lexical.SPECIAL_NUMBER}")
    return pl.DataFrame({"cell": cells, "number": numbers}).select(pl.when(sound).then(number)).to_series()


def matches(cells: pl.Expr, pattern: str) -> pl.Expr:
    """Return whether each whole cell matches a regular expression that Rust's engine and Python's read alike."""
    return cells.str.contains(f"^(?:{pattern})$")


def _surely(known: pl.Expr, cells: pl.Expr, pattern: str) -> pl.Expr:
    """Return whether cells are `known` to polars or else match: what it parses always matches, and matching is slow."""
    unknown = pl.when(~known).then(cells)
    return pl.when(cells.is_not_null()).then(known | matches(unknown, pattern))


def _surely_or_asked(field: Field, cells: pl.Expr) -> pl.Expr:
    """Return whether cells are values, with a call of `lexical` only for those that are not usual."""
    pattern, ranks = sure_pattern(field), rank(field, cells)
    if pattern is not None:
        return asked(field, cells, known=_true_where(matches(cells, pattern)))
    return asked(field, cells, known=None if ranks is None else _true_where(ranks.is_not_null()))


def _true_where(known: pl.Expr) -> pl.Expr:
    return pl.when(known).then(statement=True)


def asked(
    field: Field, cells: pl.Expr, accept: Callable[[Any], bool] = lambda value: True, known: pl.Expr | None = None
) -> pl.Expr:
    """Return whether the value of each cell is accepted, asking as `by_value` does."""
    return by_value(field, cells, accept, pl.Boolean, invalid=False, known=known)


def by_value(
    field: Field,
    cells: pl.Expr,
    of: Callable[[Any], Any],
    dtype: type[pl.DataType],
    invalid: Any = None,
    known: pl.Expr | None = None,
) -> pl.Expr:
    """Return what is `known` of each cell; where that is null, what `of` makes of the cell's value, or `invalid`.

    `lexical` is called once for each distinct cell, or for each where nearly all are distinct.
    """
    parse = lexical.parser(field)

    def make(cell: str) -> Any:
        try:
            return of(parse(cell))
        except (ValueError, ArithmeticError):
            return invalid

    return by_cells(cells, lambda different: [make(cell) for cell in different], dtype, known)


def by_cells(
    cells: pl.Expr, ask: Callable[[list[str]], list[Any]], dtype: type[pl.DataType], known: pl.Expr | None = None
) -> pl.Expr:
    """Return what is `known` of each cell; where that is null, what `ask` answers, called once; null stays null."""

    def answer(columns: Sequence[pl.Series]) -> pl.Series:
        cells, *before = columns
        unknown = cells.is_not_null()
        if before:
            unknown &= before[0].is_null()
        if not unknown.any():
            return before[0] if before else cells.cast(dtype)
        answers = _answers(cells.filter(unknown), ask, dtype)
        places = pl.select(pl.when(unknown).then(unknown.cum_sum() - 1)).to_series()
        found = answers.gather(places)
        return before[0].zip_with(~unknown, found) if before else found

    return pl.map_batches([cells, *([] if known is None else [known])], answer, return_dtype=dtype)


def _answers(cells: pl.Series, ask: Callable[[list[str]], list[Any]], dtype: type[pl.DataType]) -> pl.Series:
    different = cells.unique()
    if len(different) > MOSTLY * len(cells):  # to bring each answer back to its cell costs more than some answers
        return pl.Series(ask(cells.to_list()), dtype=dtype)
    answers = pl.Series(ask(different.to_list()), dtype=dtype)
    return cells.replace_strict(different, answers, return_dtype=dtype)


def usual_length(field: Field, cells: pl.Expr) -> pl.Expr | None:
    """Return how many items usual lists and arrays have, null for other cells; None for any other type."""
    if field.type == "list" and field.delimiter:
        return cells.str.count_matches(field.delimiter, literal=True) + 1
    if field.type != "array":
        return None
    flat = pl.when(matches(cells, FLAT_ARRAY)).then(cells)
    empty = matches(flat, r"\[ *\]")
    return pl.when(empty).then(0).otherwise(flat.str.count_matches(",", literal=True) + 1)


def _fits(value: int | Decimal) -> bool:
    return -(2**63) <= value <= 2**63 - 1
