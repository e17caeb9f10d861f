"""Regular expressions of the `pattern` constraint, matched against whole cells in time that is always bounded.

Source: Table Schema, `pattern`: XML Schema regular expressions, which know no look-around and no back-references and
match the whole value. Rust's engine takes them, in linear time; what only Python's engine takes goes to the worker.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from xiaogan_facts.gate.checks.worker import PATIENCE, TooSlowError, ask
from xiaogan_facts.gate.tables.values import matches

if TYPE_CHECKING:
    from collections.abc import Callable

_READ_DIFFERENTLY = re.compile(r"\[[^\]]*(?:\[|&&|--|~~)|\\[<>]")


def full_match(cells: pl.Expr, pattern: str) -> pl.Expr:
    """Whether the whole of each cell matches. Raises ValueError where the pattern is no regular expression."""
    if runs_in_rust(pattern):
        return matches(cells, pattern)
    check(pattern)
    return answered(cells, "pattern", pattern)


@cache
def runs_in_rust(pattern: str) -> bool:
    """Whether polars' engine takes the pattern, and means by it what Python's does."""
    if _READ_DIFFERENTLY.search(pattern):
        return False
    try:
        pl.select(matches(pl.lit(""), pattern))
    except pl.exceptions.PolarsError:
        return False
    return True


def check(pattern: str) -> None:
    """Raise ValueError where the pattern is a regular expression to no engine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(f"(?:{pattern})\\Z")
        except (re.error, RecursionError, OverflowError) as error:
            if not runs_in_rust(pattern):
                raise ValueError(f"no regular expression: {error}") from error


def answered(cells: pl.Expr, kind: str, argument: Any) -> pl.Expr:
    """What the worker answers for each cell, asked once about each different one; null stays null."""
    return cells.map_batches(_answerer(kind, argument), return_dtype=pl.Boolean)


def _answerer(kind: str, argument: Any) -> Callable[[pl.Series], pl.Series]:
    gave_up = False

    def answer(series: pl.Series) -> pl.Series:
        nonlocal gave_up
        if gave_up:
            raise TooSlowError(f"no answer within {PATIENCE} seconds")
        different = series.drop_nulls().unique()
        try:
            answers = pl.Series(ask(kind, argument, different.to_list()), dtype=pl.Boolean)
        except TooSlowError:
            gave_up = True
            raise
        return series.replace_strict(different, answers, default=None, return_dtype=pl.Boolean)

    return answer
