"""The cells that polars judges by itself get the answers that the parser gives, each cell and each constraint."""

from __future__ import annotations

import operator
import os
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from xiaogan_facts.gate.checks._constraints import BOUNDS, bounded, has_length, one_of
from xiaogan_facts.gate.checks._equal import canonical
from xiaogan_facts.gate.checks._equal import text_of as only_notation
from xiaogan_facts.gate.checks._hashes import WIDE
from xiaogan_facts.gate.checks._keys import _hash
from xiaogan_facts.gate.package import Field
from xiaogan_facts.gate.tables import lexical
from xiaogan_facts.gate.tables.values import is_value, typed

EXAMPLES = 5 * int(os.environ.get("XIAOGAN_FUZZ", "1"))
DAY = r"(?:[0-9]{4}|2024)-(?:0[0-9]|1[0-3])-(?:[0-2][0-9]|3[0-2]|28|29|30|31)"
CLOCK = "(?:[01][0-9]|2[0-4]):[0-6][0-9]:[0-6][0-9]"
ZONE = "(?:Z|[+-](?:0[0-9]|1[0-5]):?[0-6][0-9])?"
DEGREES = r"-?[0-9]{1,3}(?:\.[0-9]{0,20})?"
NUMBERS = "[0-3][0-9][/.][0-3][0-9][/.][0-9]{4}|20240[0-9]{3}"
NAMED = "[0-9]{1,2} (?:May|Sept|March|Mar) [0-9]{4}|(?:May|Mar|March) [0-3]?[0-9],? 2024"
JSON = r'(?:-?[0-9]{1,3}(?:\.5)?(?:e9)?|"[a-z,]{0,3}"|true|null|NaN|-Infinity|\[[0-9],? ?\]|\{"a": ?[0-9]?\})'
DIGITS = r"[+-]?[0-9]{1,4}"
POINT = rf"\[{DEGREES}, ?{DEGREES}(?:, 1)?\]"

# properties of a field, an expression of cells that are mostly right, and cells to be compared with
FIELDS: list[tuple[dict[str, Any], str, list[str]]] = [
    ({"type": "integer"}, "[+-]?[0-9]{1,41}", ["0", "5", "-9223372036854775808", "9" * 20]),
    ({"type": "integer", "group_char": ","}, "[+-]?(?:[0-9]{1,3},){0,4}[0-9]{1,3}", ["5", "9,999,999", "9" * 20]),
    ({"type": "integer", "group_char": " "}, "[+-]?(?:[0-9]{1,3} ){0,8}[0-9]{1,3}", ["1 000"]),
    (
        {"type": "integer", "bare_number": False},
        r"(?:[A-Za-z€$%:(亩]{0,3}[ .+\-]?)?[+-]?[0-9]{1,20}[ a-z%).²]{0,3}",
        ["5", "7 km"],
    ),
    (
        {"type": "integer", "bare_number": False, "group_char": "'"},
        "[A-Z']{0,2} ?[+-]?[0-9]{1,3}(?:'[0-9]{1,3}){0,2}[' ]?",
        ["5"],
    ),
    ({"type": "number"}, r"[+-]?[0-9]{0,20}(?:\.[0-9]{0,18})?(?:[eE][+-]?[0-9]{1,3})?", ["0", "1.5", "1" * 16]),
    (
        {"type": "number", "decimal_char": ",", "group_char": "."},
        r"-?[0-9]{1,3}(?:\.[0-9]{3})?(?:,[0-9]{0,3})?",
        ["1,5"],
    ),
    ({"type": "number", "decimal_char": ","}, "-?[0-9]{0,3}(?:,[0-9]{0,3})?(?:e-?[0-9])?", ["1,5", "0"]),
    (
        {"type": "number", "bare_number": False},
        r"(?:[a-zA-Z€$(]{0,3}[ .\-]?)?[+-]?[0-9]{1,3}(?:\.[0-9]{0,3})?(?:e[0-9])?[ a-z%.]{0,3}",
        ["0", "1.5"],
    ),
    (
        {"type": "number", "bare_number": False, "decimal_char": ",", "group_char": "."},
        r"(?:[a-zA-Z€$(]{0,3}[ .,\-]?)?[+-]?[0-9]{1,3}(?:\.[0-9]{3})?(?:,[0-9]{0,3})?[ a-z%.]{0,3}",
        ["0", "1,5"],
    ),
    ({"type": "number", "decimal_char": "", "group_char": ","}, "[0-9]{1,2},?[0-9]?", []),
    ({"type": "number", "decimal_char": ",", "group_char": ","}, "[0-9]{1,2},?[0-9]?", ["1"]),
    ({"type": "integer", "group_char": "\u00a0"}, "[0-9]{1,2}[ \u00a0]?[0-9]{3}", ["1"]),
    ({"type": "boolean"}, "true|false|True|FALSE|1|0", ["true"]),
    ({"type": "date"}, DAY, ["2024-02-28", "1900-01-01"]),
    ({"type": "date", "format": "%d/%m/%Y"}, "[0-3]?[0-9]/[01]?[0-9]/(?:2024|[0-9]{4})", ["28/02/2024"]),
    ({"type": "date", "format": "%d.%m.%y"}, r"[0-3][0-9]\.[01][0-9]\.[0-9]{2}", ["28.02.24"]),
    (
        {"type": "date", "format": "%A %d %B %Y"},
        "(?:Monday|Friday|friday) [0-3][0-9] (?:May|March|Marc|Mai) 20[0-9]{2}",
        [],
    ),
    (
        {"type": "date", "format": "%a, %d %b %y"},
        "(?:Mon|Fri|fri), [0-3][0-9] (?:May|Mar|mar) [0-9]{2}",
        ["Fri, 01 Mar 69"],
    ),
    ({"type": "date", "format": "%Y年%m月%d日"}, "2024年[01][0-9]月[0-3][0-9]日", ["2024年02月28日"]),
    ({"type": "date", "format": "%d %b"}, "[0-3][0-9] (?:May|Feb|Sept?)", ["28 Feb"]),
    ({"type": "date", "format": "%F"}, DAY, ["2024-02-28"]),
    ({"type": "date", "format": "%Y %j"}, "20[0-9]{2} [0-3][0-9]{2}", []),
    ({"type": "date", "format": "%Y%m"}, "[0-9]{4}[01][0-9]", ["202402"]),
    (
        {"type": "date", "format": "any"},
        rf"{DAY}(?:[ T]{CLOCK}{ZONE})?|{NUMBERS}|{NAMED}",
        ["2024-02-28"],
    ),
    ({"type": "time"}, CLOCK, ["12:30:00"]),
    ({"type": "time", "format": "%H:%M"}, "[0-2][0-9]:[0-6][0-9]", ["12:30"]),
    ({"type": "time", "format": "%I:%M %p"}, "[01]?[0-9]:[0-6][0-9] (?:AM|PM|am|XM)", ["12:30 AM"]),
    ({"type": "time", "format": "%H"}, "[0-2]?[0-9]", ["12"]),
    ({"type": "time", "format": "%I o'clock"}, "[01]?[0-9] o'clock", ["12 o'clock"]),
    ({"type": "time", "format": "%M:%S,%f"}, "[0-6][0-9]:[0-6][0-9],[0-9]{0,7}", ["12:30,5", "12:30,500"]),
    ({"type": "time", "format": "%p%I%M%S%f."}, r"(?:AM|PM|pm)[01][0-9]{5}[0-9]{0,7}\.", ["AM1230005."]),
    ({"type": "time", "format": "any"}, "[0-2][0-9]:[0-6][0-9](?::[0-6][0-9])?(?: PM)?", ["12:30"]),
    (
        {"type": "datetime"},
        rf"{DAY}T{CLOCK}(?:\.[0-9]{{0,9}})?{ZONE}",
        ["2024-02-28T12:30:00Z", "2024-02-28T11:30:00.5+01:00", "2024-03-01T00:00:00", "2024-02-29T24:00:00"],
    ),
    ({"type": "datetime", "format": "%Y-%m-%d %H:%M:%S"}, f"{DAY} {CLOCK}", ["2024-02-28 12:30:00"]),
    ({"type": "datetime", "format": "%d %B %Y %I:%M:%S %p"}, "[0-3][0-9] (?:May|March) 2024 [01][0-9]:30:00 [AP]M", []),
    (
        {"type": "datetime", "format": "%B %d %Y, %H:%M:%S.%f%z"},
        f"(?:May|March) [0-3][0-9] 2024, {CLOCK}\\.[0-9]{{0,7}}{ZONE}",
        [],
    ),
    ({"type": "datetime", "format": "%y%m%d %p %H%%"}, "[0-9]{2}0[1-9][0-3][0-9] [AP]M [0-2][0-9]%", ["690101 AM 00%"]),
    ({"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S.%fZ"}, rf"{DAY}T{CLOCK}\.[0-9]{{0,7}}Z", []),
    (
        {"type": "datetime", "format": "%Y-%m-%dT%H:%M:%S%z"},
        f"{DAY}T{CLOCK}{ZONE}",
        ["2024-02-28T12:30:00Z", "2024-02-28T12:30:00+01:00"],
    ),
    (
        {"type": "datetime", "format": "any"},
        f"{DAY}(?:[ T]{CLOCK}{ZONE})?|[0-3][0-9]/[0-3][0-9]/2024(?: 12:30)?|May [0-9]{{1,2}}, 2024",
        ["2024-02-28 12:30:00", "2024-02-28 12:30:00Z"],
    ),
    ({"type": "year"}, f"-?[0-9]{{1,12}}{ZONE}", ["2024", "-0044"]),
    ({"type": "yearmonth"}, f"-?[0-9]{{3,12}}-[01][0-9]{ZONE}", ["2024-02", "-0001-01"]),
    (
        {"type": "duration"},
        r"-?P(?:[0-9]{1,8}Y)?(?:[0-9]{1,2}M)?(?:[0-9]D)?T?(?:[0-9]{1,2}H)?(?:[0-9]M)?(?:[0-9]{1,9}(?:\.[0-9]{1,8})?S)?",
        ["P1Y", "P12M", "PT0S", "-PT1.5S", "PT0.0000001S"],
    ),
    ({"type": "object"}, rf'\{{("a": ?{JSON}(, "b": ?{JSON})?)?\}}', ['{"a": 1}', '{"a": 1.0}']),
    ({"type": "array"}, rf"\[ ?({JSON}(, ?{JSON}){{0,2}})? ?\]", ["[]", "[1]", "[1, 2]"]),
    ({"type": "list"}, "[a-z,;]{0,5}", ["a,b"]),
    ({"type": "list", "delimiter": ";", "item_type": "integer"}, f"{DIGITS}(?:[;,]{DIGITS}){{0,3}}", ["1;2", "5"]),
    ({"type": "list", "item_type": "number"}, rf"{DIGITS}(?:,(?:nan|{DIGITS}(?:\.5)?(?:e5)?)){{0,3}}", ["1,2.0"]),
    ({"type": "list", "item_type": "boolean"}, "(?:true|0|ja)(?:,(?:true|0|1)){0,3}", ["true,0"]),
    ({"type": "list", "item_type": "date"}, f"{DAY}(?:,{DAY}){{0,2}}", []),
    ({"type": "list", "item_type": "datetime"}, f"{DAY}T{CLOCK}{ZONE}(?:,{DAY}T{CLOCK}{ZONE})?", []),
    ({"type": "list", "item_type": "duration"}, "P1Y(?:,P[0-9]T?[0-9][DM])?", []),
    ({"type": "list", "delimiter": ""}, "[a-z]{1,3}", []),
    ({"type": "geopoint"}, f"{DEGREES}, ?{DEGREES}", ["180,90", "1.0, 2"]),
    ({"type": "geopoint", "format": "array"}, POINT, ["[1, 2]"]),
    (
        {"type": "geopoint", "format": "object"},
        rf'\{{"lon": ?{DEGREES}, ?"lat": ?{DEGREES}\}}',
        ['{"lon": 1, "lat": 2}'],
    ),
    (
        {"type": "geojson"},
        rf'\{{"type": ?"(?:Point|LineString|MultiPoint)", ?"coordinates": ?(?:{POINT}|\[{POINT}(?:, {POINT})?\])\}}',
        ['{"type": "Point", "coordinates": [1, 2]}'],
    ),
    ({"type": "string", "format": "binary"}, "(?:[A-Za-z0-9+/]{4}){0,2}(?:[A-Za-z]{1,3}={0,2})?", []),
]
ODD = list("0159+-.,:;TZPYM/eE \t\n\x00\u00a0\u3000\ufeff'\"[]{}\\٥２²éſＴ−")
CORNERS = [
    "",
    " ",
    "0",
    "-0",
    "00",
    "1e400",
    "-1e400",
    "nan",
    "-inf",
    "９",
    "1_0",
    "0000-01-01",
    "9999-12-31T24:00:00Z",
]
CORNERS += ["0001-01-01T00:00:00+14:00", "2024-02-29T24:00:00.0", "2023-02-29", "2024-02-29", "9" * 45, "0" * 45 + "1"]
CORNERS += [
    "9999-12-31T23:59:59-14:00",
    "P",
    "PT",
    "P1YT",
    "-P0D",
    "180.0000000000000000000001, 0",
    "[" * 999,
    '{"a":1,"a":2}',
]
BOUNDED = ("integer", "number", "date", "time", "datetime", "year", "yearmonth", "duration")
LONG = ("list", "array", "object")


def cells_like(pattern: str) -> st.SearchStrategy[str]:
    """Draw cells that are right, that are right but for a character, and others."""
    right = st.from_regex(pattern, fullmatch=True)

    def edited(cell: str, place: int, character: str, instead: bool) -> str:
        at = place % (len(cell) + 1)
        return cell[:at] + character + cell[at + instead :]

    nearly = st.builds(edited, right, st.integers(0, 99), st.sampled_from([*ODD, ""]), st.booleans())
    return st.one_of(right, right, nearly, st.sampled_from(CORNERS), st.text(max_size=6))


def parsed(field: Field, cell: str) -> Any:
    """The value of a cell, None if it is none."""
    try:
        return lexical.parser(field)(cell)
    except (ValueError, ArithmeticError):
        return None


def kept(holds: Callable[[Any, Any], Any], value: Any, bound: Any) -> bool | None:
    """What a bound says of a value; None of what is none, and False of NaN."""
    if value is None:
        return None
    try:
        return bool(holds(value, bound))
    except (TypeError, ArithmeticError):
        return False


def text_of(value: Any) -> str | None:
    """The only notation of a value."""
    if value is None:
        return None
    return str(value) if isinstance(value, (bool, date)) and not isinstance(value, datetime) else only_notation(value)


def expected(field: Field, values: list[Any], others: list[str]) -> dict[str, list[bool | None]]:
    """What each rule should say, by its name: from the values that the parser makes of cells."""
    found: dict[str, list[bool | None]] = {"type": [value is not None for value in values]}
    for other in others:
        bound = parsed(field, other)
        found[f"enum {other}"] = [None if value is None else text_of(value) == text_of(bound) for value in values]
        for name, holds in BOUNDS.items() if field.type in BOUNDED else ():
            found[f"{name} {other}"] = [kept(holds, value, bound) for value in values]
    for name, holds in (("minLength", operator.ge), ("maxLength", operator.le)) if field.type in LONG else ():
        found[name] = [None if value is None else holds(len(value), 2) for value in values]
    return found


def rules(field: Field, others: list[str]) -> dict[str, pl.Expr]:
    """The expressions of those rules."""
    cells, values = pl.col("cells"), pl.col("values")
    holds = is_value(field, cells, values)
    found = {"type": cells.is_not_null() if holds is None else holds}
    for other in others:
        found[f"enum {other}"] = one_of(field, cells, values, [other])
        for name in BOUNDS if field.type in BOUNDED else ():
            found[f"{name} {other}"] = bounded(field, cells, values, name, other)
    for name in ("minLength", "maxLength") if field.type in LONG else ():
        found[name] = has_length(field, pl.when(found["type"]).then(cells), name, 2)
    return found


@pytest.mark.filterwarnings("ignore:tzname")
@pytest.mark.parametrize(("properties", "pattern", "others"), FIELDS, ids=lambda case: str(case)[:60])
def test_polars_answers_as_the_parser_does(properties: dict[str, Any], pattern: str, others: list[str]) -> None:
    field = Field(name="f", **properties)
    asked = rules(field, others)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=[*HealthCheck],
        phases=[Phase.generate],
    )
    @given(cells=st.lists(cells_like(pattern), min_size=20, max_size=40))
    def agrees(cells: list[str]) -> None:
        cells = [*cells, *CORNERS, *others]
        values = [parsed(field, cell) for cell in cells]
        frame = pl.DataFrame({"cells": cells}, schema={"cells": pl.String})
        frame = frame.with_columns(values=typed(field, pl.col("cells")))
        keys = {
            "same": canonical(field, pl.col("cells")),
            "hashed": _hash(field, pl.col("cells"), as_text=False, kind=WIDE),
        }
        told = frame.select(**keys, **asked).to_dict(as_series=False)
        same, hashed = told.pop("same"), told.pop("hashed")
        for name, right in expected(field, values, others).items():
            differ = [each for each in zip(cells, told[name], right, strict=True) if each[1] is not each[2]]
            assert differ == [], name
        texts = list(map(text_of, values))
        if field.type == "string":  # compared as written, whether it is a value or not
            same, hashed = ([text and each for text, each in zip(texts, some, strict=True)] for some in (same, hashed))
        assert [each is None for each in same] == [each is None for each in texts]
        assert len(set(zip(texts, same, strict=True))) == len(set(texts)) == len(set(same))
        assert [each is None for each in hashed] == [each is None for each in texts]
        assert len(set(zip(texts, hashed, strict=True))) == len(set(texts)) == len(set(hashed))

    agrees()
