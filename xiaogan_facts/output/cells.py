"""One value of a query result as text or as JSON: 11200000000 and 19.1, never 11200000000.0."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from xiaogan_facts.gate.printable import printable_json

EXACT_INTEGERS = 2**53  # a DOUBLE below this holds every integer exactly


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it: other types become strings, and whole numbers integers."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return str(value)
        return int(value) if value.is_integer() and abs(value) < EXACT_INTEGERS else value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (date, datetime, time)):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)


def as_json(value: Any, indent: int | None = None) -> str:
    """Return the value as JSON, on one line or indented; what could steer a terminal is escaped."""
    return printable_json(json.dumps(plain(value), ensure_ascii=False, indent=indent))


def as_text(value: Any) -> str:
    """Return the value for people: nothing for NULL, a list with commas."""
    value = plain(value)
    if isinstance(value, list):
        return ", ".join(as_text(item) for item in value)
    return as_field(value)


def as_field(value: Any) -> str:
    """Return the value for CSV: nothing for NULL, a list as JSON."""
    value = plain(value)
    if value is None:
        return ""
    return value if isinstance(value, str) else as_json(value)
