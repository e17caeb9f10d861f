"""Regular expressions of the `pattern` constraint, matched against whole cells in time that is always bounded.

Source: Table Schema, `pattern`: XML Schema regular expressions, which know no look-around and no back-references and
match the whole value. Rust's engine takes them, in linear time; what only Python's engine takes goes to the worker.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import polars as pl

from xiaogan_facts.gate.tables.values import matches

Ask = Callable[[str, Any, list[str]], list[bool]]
"""How the worker is asked: a kind of question, its argument, and the cells that it is about."""

_READ_DIFFERENTLY = re.compile(r"\[[^\]]*(?:\[|&&|--|~~)|\\[<>]")


def matches_pattern(cells: pl.Expr, pattern: str, ask: Ask) -> pl.Expr:
    """Whether the whole of each cell matches. Raises ValueError where the pattern is no regular expression."""
    if runs_in_rust(pattern):
        return matches(cells, pattern)
    check(pattern)
    return answered(cells, "pattern", pattern, ask)


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


def answered(cells: pl.Expr, kind: str, argument: Any, ask: Ask) -> pl.Expr:
    """What the worker answers for each cell, asked once about each different one; null stays null."""

    def answer(series: pl.Series) -> pl.Series:
        different = series.drop_nulls().unique()
        answers = pl.Series(ask(kind, argument, different.to_list()), dtype=pl.Boolean)
        return series.replace_strict(different, answers, default=None, return_dtype=pl.Boolean)

    return cells.map_batches(answer, return_dtype=pl.Boolean)
