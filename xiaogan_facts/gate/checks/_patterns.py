"""The `pattern` constraint: regular expressions matched against whole cells in bounded time.

Polars' engine (Rust's) matches in linear time. Patterns that it cannot compile, or reads differently from Python's, go
to the worker, for Python's engine may take for ever.
Source: Table Schema, `pattern`: XML Schema regular expressions, without look-around and back-references.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import polars as pl

from xiaogan_facts.gate.checks._xml_patterns import in_rust, of_its_own
from xiaogan_facts.gate.tables.values import by_cells, matches
from xiaogan_facts.gate.translation import say

Ask = Callable[[str, Any, list[str]], list[bool]]
"""Asks the worker (`Worker.ask`): takes a kind of question, its argument and the cells; returns an answer for each."""

_READ_DIFFERENTLY = re.compile(r"\\[<>]")  # word boundaries to Rust's engine; plain characters to Python's


def matches_pattern(cells: pl.Expr, pattern: str, ask: Ask) -> pl.Expr:
    """Return whether each whole cell matches. Raises ValueError if the pattern is no regular expression."""
    if (own := for_polars(pattern)) is not None:
        return matches(cells, own)
    check(pattern)
    return answered(cells, "pattern", pattern, ask)


def matches_at_once(text: str, pattern: str) -> bool:
    """Return whether a text as a whole matches, False where only the worker could tell."""
    try:
        own = for_polars(pattern)
    except ValueError:
        return False
    return own is not None and bool(pl.select(matches(pl.lit(text), own)).item())


def for_polars(pattern: str) -> str | None:
    """Return the pattern as polars' engine reads it, None if only the worker can; see `matches_pattern`."""
    own = in_rust(pattern) if of_its_own(pattern) else pattern
    return own if runs_in_rust(own) else None


@cache
def runs_in_rust(pattern: str) -> bool:
    """Return whether polars' engine compiles the pattern and reads it as Python's does."""
    if _READ_DIFFERENTLY.search(pattern):
        return False
    try:
        pl.select(pl.lit("").str.contains(pattern), matches(pl.lit(""), pattern).alias("whole"))
    except pl.exceptions.PolarsError:
        return False
    return True


def check(pattern: str) -> None:
    """Raise ValueError if Python's engine does not compile the pattern."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            re.compile(pattern)  # `a)|(b` is none, though it is one in the brackets that matching puts around it
            re.compile(f"(?:{pattern})\\Z")
        except (re.error, RecursionError, OverflowError) as error:
            raise ValueError(say("no regular expression: {error}", error=error)) from error


def answered(cells: pl.Expr, kind: str, argument: Any, ask: Ask) -> pl.Expr:
    """Return the worker's answer for each cell, asked once per distinct one; null stays null."""
    return by_cells(cells, lambda different: ask(kind, argument, different), pl.Boolean)
