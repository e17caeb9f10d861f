"""What the archive's Table Schemas define and rules build on: a column is defined there, and nowhere else."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from xiaogan_facts.paths import SCHEMAS


@cache
def codes(table: str, column: str) -> dict[str, str]:
    """The codes that a column may hold, each with its English label."""
    return {category["value"]: category["label"] for category in _field(table, column)["categories"]}


@cache
def longest(table: str, column: str) -> int:
    """How many characters (Unicode code points) a cell of a column may hold."""
    return int(_field(table, column)["constraints"]["maxLength"])


@cache
def largest(table: str, column: str) -> int:
    """The largest whole number that a column may hold."""
    return int(_field(table, column)["constraints"]["maximum"])


@cache
def _field(table: str, column: str) -> dict[str, Any]:
    schema = json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8"))
    fields: dict[str, dict[str, Any]] = {field["name"]: field for field in schema["fields"]}
    return fields[column]
