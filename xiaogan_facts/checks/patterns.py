"""Regular expressions of the `pattern` constraint, matched against whole cells in time that is always bounded.

Source: Table Schema, `pattern`: XML Schema regular expressions, which know no look-around and no back-references and
match the whole value. Rust's engine takes them, in linear time. What only Python's engine takes is run in a process
of its own, which is ended if it does not end.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import warnings
from typing import TYPE_CHECKING

import polars as pl

from xiaogan_facts.tables.values import matches

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE = 20  # seconds that Python's engine gets for the different cells of one batch
_READ_DIFFERENTLY = re.compile(r"\[[^\]]*(?:\[|&&|--|~~)|\\[<>]")
_WORKER = """
import json, re, sys
pattern, cells = json.load(sys.stdin)
match = re.compile("(?:" + pattern + r")\\Z").match
json.dump([match(cell) is not None for cell in cells], sys.stdout)
"""


class PatternTooSlowError(Exception):
    """The pattern backtracks for longer than anyone would wait."""


def full_match(cells: pl.Expr, pattern: str) -> pl.Expr:
    """Whether the whole of each cell matches. Raises ValueError where the pattern is no regular expression."""
    if runs_in_rust(pattern):
        return matches(cells, pattern)
    check(pattern)

    def answer(series: pl.Series) -> pl.Series:
        different = series.drop_nulls().unique()
        answers = pl.Series(_ask_python(pattern, different.to_list()), dtype=pl.Boolean)
        return series.replace_strict(different, answers, default=None, return_dtype=pl.Boolean)

    return cells.map_batches(answer, return_dtype=pl.Boolean)


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


def _ask_python(pattern: str, cells: Sequence[str]) -> list[bool]:
    if not cells:
        return []
    command = [sys.executable, "-I", "-W", "ignore", "-c", _WORKER]
    question = json.dumps([pattern, list(cells)])
    try:
        run = subprocess.run(command, input=question, capture_output=True, text=True, timeout=PATIENCE, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PatternTooSlowError(pattern) from error
    answers: list[bool] = json.loads(run.stdout)
    return answers
