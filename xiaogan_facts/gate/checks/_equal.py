"""Write values in one notation each, so that two texts are equal if and only if the values are."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


def text_of(value: Any) -> str:
    """Return the only notation of a value.

    Of a number its digits and power of ten, the same for 1.50 and 15E-1; of a JSON object its members by their names,
    for RFC 8259 gives them no order.
    """
    if isinstance(value, dict):
        return f"{{{','.join(f'{json.dumps(name)}:{text_of(value[name])}' for name in sorted(value))}}}"
    if isinstance(value, list):
        return f"[{','.join(map(text_of, value))}]"
    if isinstance(value, float):
        value = Decimal(repr(value))
    elif isinstance(value, int) and not isinstance(value, bool):
        value = Decimal(value)
    if not isinstance(value, Decimal) or not value.is_finite():
        return repr(value)
    mantissa, _, exponent = f"{value:E}".partition("E")
    digits = mantissa.replace(".", "").rstrip("0")
    return f"{digits}E{exponent}" if digits.lstrip("-") else "0"
