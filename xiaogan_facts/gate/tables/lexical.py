"""Parse one cell: which strings are values of a Table Schema type, and which Python value each stands for.

Source: Table Schema, "Field Types", and the parts of XML Schema that it refers to. `parser(field)` is authoritative;
`values` does the same for whole columns of the common types, many times faster.
"""

from __future__ import annotations

import base64
import re
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from importlib import import_module
from typing import Any

from xiaogan_facts.gate.package.model import Field
from xiaogan_facts.gate.tables._geo import geojson, geopoint, json_value, topojson
from xiaogan_facts.gate.translation import say

Parser = Callable[[str], Any]

INTEGER = r"[+-]?[0-9]+"
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
SPECIAL_NUMBER = r"(?i:nan|-?inf)"
DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
EMAIL = (
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+"
    r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
URI = r"[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+"
UUID = r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"

_DATETIME = re.compile(rf"({DATE})T({TIME}|24:00:00)(?:\.([0-9]+))?({ZONE})?")
_YEAR = re.compile(rf"({YEAR}){ZONE}?")
_YEARMONTH = re.compile(rf"({YEAR})-(0[1-9]|1[0-2]){ZONE}?")
_DURATION = re.compile(
    r"(-?)P(?=.)(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)D)?"
    r"(?:T(?=.)(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:\.[0-9]+)?)S)?)?"
)
# The directives of Python's strptime, and those of C's that are short for several.
_DIRECTIVES = frozenset("aAwdbBmyYHIMSpfzZjUWcxXGuV")
_SHORT = {
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "R": "%H:%M",
    "T": "%H:%M:%S",
    "e": "%d",
    "h": "%b",
    "k": "%H",
    "l": "%I",
    "n": " ",
    "r": "%I:%M:%S %p",
    "t": " ",
}
_MOMENT = {
    "YYYY": "%Y",
    "yyyy": "%Y",
    "YY": "%y",
    "yy": "%y",
    "MM": "%m",
    "DD": "%d",
    "dd": "%d",
    "HH": "%H",
    "hh": "%H",
    "mm": "%M",
    "SS": "%S",
    "ss": "%S",
}
_LONG = 4000  # digits; the time to make an int of more grows with their square, and Python refuses more than 4,300


def parser(field: Field) -> Parser:
    """Return the function that turns a cell of this field into its value, and raises ValueError if it is none."""
    make = _PARSERS.get(field.type, _string)
    return make(field)


def _whole(pattern: str | re.Pattern[str], cell: str) -> re.Match[str]:
    found = re.fullmatch(pattern, cell)
    if not found:
        raise ValueError(cell)
    return found


def bare(field: Field, cell: str) -> str:
    """Strip from a number what `groupChar`, `decimalChar` and `bareNumber: false` allow around its digits."""
    if not field.bare_number and re.search("[0-9]", cell):
        for pattern, instead in around_number(field):
            cell = re.sub(pattern, instead.replace("$", "\\"), cell, count=1)
    whole, point, rest = cell.partition(field.decimal_char) if field.type == "number" else (cell, "", "")
    if field.group_char:
        group = re.escape(field.group_char)
        whole = re.sub(rf"(?<=[0-9]){group}(?=[0-9])", "", whole)  # between two digits, and only before the point
    if field.decimal_char != "." and "." in whole + rest:
        raise ValueError(cell)
    return f"{whole}{'.' if point else ''}{rest}"


def around_number(field: Field) -> tuple[tuple[str, str], ...]:
    """Return what to replace, a regular expression for any engine, and by what, to strip all that surrounds a number.

    A sign belongs to the digits that it stands before, and the point of an abbreviation (`ca.7`) is no decimal point.
    """
    point = re.escape(field.decimal_char) if field.type == "number" else ""
    abbreviation = ((rf"^([^0-9]*[^\W\d_]){point}([0-9])", "$1 $2"),) if point else ()
    before = rf"^(?:[^0-9]*?[^0-9+\-\s])?\s*([+-]?{f'(?:{point})?' if point else ''}[0-9])"
    return (*abbreviation, (before, "$1"), ("[^0-9]+$", ""))


def _integer(field: Field) -> Parser:
    def parse(cell: str) -> int | Decimal:
        text = _whole(INTEGER, bare(field, cell))[0]
        digits = text.lstrip("+-").lstrip("0") or "0"
        sign = "-" if text[0] == "-" else ""
        return int(sign + digits) if len(digits) < _LONG else Decimal(sign + digits)

    return parse


def _number(field: Field) -> Parser:
    def parse(cell: str) -> Decimal:
        text = bare(field, cell)
        if not re.fullmatch(NUMBER, text):
            _whole(SPECIAL_NUMBER, text)
        try:
            return Decimal(text)
        except InvalidOperation as error:
            raise ValueError(cell) from error

    return parse


def _boolean(field: Field) -> Parser:
    values = {**dict.fromkeys(field.false_values, False), **dict.fromkeys(field.true_values, True)}

    def parse(cell: str) -> bool:
        if cell not in values:
            raise ValueError(cell)
        return values[cell]

    return parse


def _string(field: Field) -> Parser:
    checked: dict[str, Parser] = {
        "email": lambda cell: _whole(EMAIL, cell)[0],
        "uri": lambda cell: _whole(URI, cell)[0],
        "uuid": lambda cell: _whole(UUID, cell) and str(uuid.UUID(cell)) and cell,
        "binary": lambda cell: (base64.b64decode(cell, validate=True), cell)[1],
    }
    return checked.get(field.format, str) if field.type == "string" else str


def _temporal(default: Parser, of: Callable[[datetime], Any]) -> Callable[[Field], Parser]:
    def make(field: Field) -> Parser:
        if field.format == "default":
            return default
        if field.format == "any":
            return lambda cell: of(_any_datetime(cell))
        return lambda cell: of(_formatted_datetime(cell, field.format))

    return make


def unusable_format(field: Field) -> str | None:
    """Return why the format of a date, time or datetime is no pattern of strptime, None if it is one."""
    if field.type not in ("date", "time", "datetime") or field.format in ("default", "any"):
        return None
    directives = re.findall("%(.?)", field.format.replace("%%", ""))
    unknown = [f"%{each}" for each in directives if each not in _DIRECTIVES and each not in _SHORT]
    if unknown:
        return say("{unknown} is no directive", unknown=unknown[0])
    return None if directives else say("it holds no directive, such as %Y")


def as_strptime(form: str) -> str:
    """Return the pattern that a format of another kind, such as YYYY-MM-DD or %-d/%-m/%Y, may have been meant to be."""
    if "%" in form:
        return re.sub("%[-_^#0]", "%", form)
    return re.sub("|".join(_MOMENT), lambda found: _MOMENT[found[0]], form)


def in_full(form: str) -> str:
    """Return a format with the directives of Python's strptime alone."""
    return re.sub("%(.)", lambda found: _SHORT.get(found[1], found[0]), form)


def _formatted_datetime(cell: str, form: str) -> datetime:
    try:
        return datetime.strptime(cell, in_full(form))
    except re.error as error:  # a directive that is there twice: strptime makes a regular expression of the format
        raise ValueError(cell) from error


def _any_datetime(cell: str) -> datetime:
    try:
        found: datetime = import_module("dateutil.parser").parse(cell)
        found.utcoffset()  # raises ValueError where dateutil has read an offset of a day or more
    except (OverflowError, TypeError) as error:
        raise ValueError(cell) from error
    return found


def _date(cell: str) -> date:
    return date.fromisoformat(_whole(DATE, cell)[0])


def _time(cell: str) -> time:
    return time.fromisoformat(_whole(TIME, cell)[0])


def _datetime(cell: str) -> datetime:
    """Return the moment in UTC; a cell without a zone is taken as UTC, so that any two can be compared."""
    day, clock, fraction, zone = _whole(_DATETIME, cell).groups()
    if clock == "24:00:00":
        if fraction and fraction.strip("0"):
            raise ValueError(cell)
        found = datetime.combine(date.fromisoformat(day), time()) + timedelta(days=1)
    else:
        found = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock))
    found = found.replace(microsecond=int(((fraction or "0") + "000000")[:6]), tzinfo=UTC)
    if zone and zone != "Z":
        shift = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:]))
        found = found - shift if zone[0] == "+" else found + shift
    return found


def _year(cell: str) -> int:
    return int(_whole(_YEAR, cell)[1])


def _yearmonth(cell: str) -> tuple[int, int]:
    found = _whole(_YEARMONTH, cell)
    return int(found[1]), int(found[2])


def _duration(cell: str) -> Decimal:
    """Return seconds; a month counts 30.4375 days, a twelfth of a mean year: durations have no exact order."""
    found = _whole(_DURATION, cell)
    years, months, days, hours, minutes, seconds = (Decimal(part or 0) for part in found.groups()[1:])
    total = (years * 12 + months) * Decimal(2629800) + days * 86400 + hours * 3600 + minutes * 60 + seconds
    return -total if found[1] else total


def _json(kind: type) -> Callable[[Field], Parser]:
    def parse(cell: str) -> Any:
        value = json_value(cell)
        if not isinstance(value, kind):
            raise ValueError(cell[:80])
        return value

    return lambda field: parse


def _list(field: Field) -> Parser:
    kind = field.item_type or "string"
    item = parser(replace(field, type=kind, format="default", item_type=None))
    return lambda cell: [item(part) for part in cell.split(field.delimiter)]


_PARSERS: dict[str, Callable[[Field], Parser]] = {
    "any": _string,
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "date": _temporal(_date, datetime.date),
    "time": _temporal(_time, datetime.time),
    "datetime": _temporal(_datetime, lambda found: found if found.tzinfo else found.replace(tzinfo=UTC)),
    "year": lambda field: _year,
    "yearmonth": lambda field: _yearmonth,
    "duration": lambda field: _duration,
    "object": _json(dict),
    "array": _json(list),
    "list": _list,
    "geopoint": lambda field: lambda cell: geopoint(cell, field.format),
    "geojson": lambda field: topojson if field.format == "topojson" else geojson,
}
TYPES = frozenset(_PARSERS)
