"""Evaluate an expression whose parts are in it more than once, each of them once."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl


def once(cells: pl.Expr, make: Callable[[pl.Expr], pl.Expr], dtype: type[pl.DataType]) -> pl.Expr:
    """Return what `make` makes of the cells.

    Why not simply `make(cells)`? Where a DataFrame selects it, polars evaluates each part as often as it stands there,
    and those parts of it again; a LazyFrame finds what is the same.
    """

    def answer(series: pl.Series) -> pl.Series:
        return collected(series.to_frame("cells"), make(pl.col("cells")))

    return cells.map_batches(answer, return_dtype=dtype)


def collected(frame: pl.DataFrame, expression: pl.Expr) -> pl.Series:
    """Return what an expression makes of a frame."""
    return frame.lazy().select(expression.alias("made")).collect().to_series()
