"""What the archive's Table Schemas define and rules build on: a column is defined there, and nowhere else."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import polars as pl

from xiaogan_facts.paths import SCHEMAS

_POLARS_TYPES: dict[str, tuple[type[pl.DataType], ...]] = {
    "string": (pl.String,),
    "integer": (pl.Int64,),
    "number": (pl.Float64, pl.Decimal, pl.Int64),
    "boolean": (pl.Boolean,),
    "date": (pl.Date,),
}


@cache
def codes(table: str, column: str) -> dict[str, str]:
    """Return the codes that a column may hold, each with its English label."""
    return {category["value"]: category["label"] for category in _field(table, column)["categories"]}


@cache
def longest(table: str, column: str) -> int:
    """Return how many characters (Unicode code points) a cell of a column may hold."""
    return int(_field(table, column)["constraints"]["maxLength"])


@cache
def largest(table: str, column: str) -> int:
    """Return the largest whole number that a column may hold."""
    return int(_field(table, column)["constraints"]["maximum"])


def as_defined(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Drop the columns of another type than ours: a package of the archive's name need not be the archive."""
    if not (SCHEMAS / f"{table}.json").is_file():
        return frame
    fields = _fields(table)
    return frame.select(
        column
        for column, kind in frame.schema.items()
        if column not in fields or kind.base_type() in _POLARS_TYPES[fields[column]["type"]]
    )


def _field(table: str, column: str) -> dict[str, Any]:
    return _fields(table)[column]


@cache
def _fields(table: str) -> dict[str, dict[str, Any]]:
    schema = json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8"))
    return {field["name"]: field for field in schema["fields"]}
