"""Regular expressions for the usual cells of each type: what matches is surely a value, as `lexical` parses it.

They leave out whatever needs more than a regular expression to be told, such as leap days and numbers of very many
digits: `lexical` is asked about those. Rust's engine and Python's read them alike.
"""

from __future__ import annotations

import re

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables import lexical

_MONTH = "(?:0[1-9]|1[0-2])"
DAY_OF_YEAR = (  # all but the leap days
    f"(?:{_MONTH}-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
# From here to there, no zone moves a datetime out of the years that Python knows.
_DATE = f"(?:[1-8][0-9]{{3}}|9[0-8][0-9]{{2}})-{DAY_OF_YEAR}"
DATETIME = rf"{_DATE}T{lexical.TIME}(?:\.[0-9]+)?{lexical.ZONE}?"
_YEARMONTH = f"-?(?:[1-9][0-9]{{3,8}}|0[0-9]{{3}})-{_MONTH}{lexical.ZONE}?"
_Y, _M, _D, _H = (f"[0-9]{{1,6}}{unit}" for unit in "YMDH")
_S = r"[0-9]{1,9}(?:\.[0-9]{1,9})?S"
_CLOCK = f"(?:{_H}(?:{_M})?(?:{_S})?|{_M}(?:{_S})?|{_S})"
_CALENDAR = f"(?:{_Y}(?:{_M})?(?:{_D})?|{_M}(?:{_D})?|{_D})"
_DURATION = f"-?P(?:{_CALENDAR}(?:T{_CLOCK})?|T{_CLOCK})"
_INTEGER = "[+-]?[0-9]{1,300}"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
_LONGITUDE = r"(?:180(?:\.0*)?|(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]*)?)"
_LATITUDE = r"(?:90(?:\.0*)?|[0-8]?[0-9](?:\.[0-9]*)?)"
_BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"

# JSON with at most one list or object in another, whose strings have no escapes.
_JSON_NUMBER = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?"
_JSON_STRING = r'"[^"\\\x00-\x1f]*"'
_JSON_PLAIN = f"(?:{_JSON_STRING}|{_JSON_NUMBER}|true|false|null)"
_JSON_LONGITUDE = r"-?(?:180(?:\.0+)?|(?:1[0-7][0-9]|[1-9]?[0-9])(?:\.[0-9]+)?)"
_JSON_LATITUDE = r"-?(?:90(?:\.0+)?|[1-8]?[0-9](?:\.[0-9]+)?)"


def _array(item: str) -> str:
    return rf"\[ ?(?:{item}(?:, ?{item})*)? ?\]"


def _object(item: str) -> str:
    member = f"{_JSON_STRING}: ?{item}"
    return rf"\{{ ?(?:{member}(?:, ?{member})*)? ?\}}"


_JSON_VALUE = f"(?:{_JSON_PLAIN}|{_array(_JSON_PLAIN)}|{_object(_JSON_PLAIN)})"
_POSITION = rf"\[ ?{_JSON_NUMBER}(?:, ?{_JSON_NUMBER}){{1,2}} ?\]"
_POSITIONS = rf"\[ ?{_POSITION}(?:, ?{_POSITION})+ ?\]"
_GEOJSON = (
    rf'\{{ ?"type": ?(?:"Point", ?"coordinates": ?{_POSITION}'
    rf'|"(?:LineString|MultiPoint)", ?"coordinates": ?{_POSITIONS}) ?\}}'
)
FLAT_ARRAY = _array(_JSON_PLAIN.replace('[^"', '[^",'))  # each comma of it stands between two items

_SURE: dict[tuple[str, str], str] = {
    ("string", "binary"): _BASE64,
    ("datetime", "default"): DATETIME,
    ("yearmonth", "default"): _YEARMONTH,
    ("duration", "default"): _DURATION,
    ("object", "default"): _object(_JSON_VALUE),
    ("array", "default"): _array(_JSON_VALUE),
    ("geopoint", "default"): f"[+-]?{_LONGITUDE}, ?[+-]?{_LATITUDE}",
    ("geopoint", "array"): rf"\[ ?{_JSON_LONGITUDE}, ?{_JSON_LATITUDE} ?\]",
    ("geopoint", "object"): rf'\{{ ?"lon": ?{_JSON_LONGITUDE}, ?"lat": ?{_JSON_LATITUDE} ?\}}',
    ("geojson", "default"): _GEOJSON,
}
ITEMS = {
    "integer": _INTEGER,
    "number": f"(?:{_NUMBER}|{lexical.SPECIAL_NUMBER})",
    "date": _DATE,
    "time": lexical.TIME,
    "datetime": DATETIME,
    "year": f"-?(?:[1-9][0-9]{{3,8}}|0[0-9]{{3}}){lexical.ZONE}?",
    "yearmonth": _YEARMONTH,
    "duration": _DURATION,
}
_WITHOUT_FORMAT = ("yearmonth", "duration", "object", "array")


def sure_pattern(field: Field) -> str | None:
    """Return a regular expression that only values of the field's type match, and most do; None if there is none."""
    if field.type == "list":
        return _list(field)
    return _SURE.get((field.type, "default" if field.type in _WITHOUT_FORMAT else field.format))


def _list(field: Field) -> str | None:
    if not field.delimiter or field.group_char or not field.bare_number or field.decimal_char != ".":
        return None
    kind = field.item_type or "string"
    if kind == "boolean":
        known = [*field.true_values, *field.false_values]
        item = f"(?:{'|'.join(map(escaped, known))})" if known else None
        if any(field.delimiter in each for each in known):
            return None
    elif kind in ("string", "any") or kind not in lexical.TYPES:
        return "(?s:.*)"
    else:
        item = ITEMS.get(kind)
    # A delimiter that an item could hold would cut it elsewhere.
    if item is None or (kind != "boolean" and re.search(r"[0-9A-Za-z+\-.:]", field.delimiter)):
        return None
    return f"{item}(?:{escaped(field.delimiter)}{item})*"


def escaped(text: str) -> str:
    """Return the text as a regular expression, also where Python's own escapes are none to Rust's engine."""
    return "".join(f"\\x{{{ord(each):x}}}" if not each.isalnum() else each for each in text)
