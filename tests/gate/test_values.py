"""Types: one cell and a whole column are judged alike, and both as the standard says."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from xiaogan_facts.gate.package import Field
from xiaogan_facts.gate.tables import lexical
from xiaogan_facts.gate.tables.values import is_value, typed

# type and properties: cells that are values, cells that are none
CELLS: list[tuple[dict[str, Any], list[str], list[str]]] = [
    ({"type": "integer"}, ["0", "-0", "+5", "007", "9" * 30], ["", "5.0", "1e3", " 5", "5 ", "1_0", "٥", "0x1", "+-5"]),
    ({"type": "integer", "group_char": ","}, ["1,000", "10,00,000", "12"], ["1,,0", ",1", "1,", "1.0"]),
    ({"type": "integer", "bare_number": False}, ["95%", "EUR 95", "-3 K"], ["none", "9 5"]),
    (
        {"type": "number"},
        ["0", "-1.23", "+100000.00", ".5", "5.", "1e5", "1E-5", "NaN", "nan", "INF", "-inf"],
        ["", ".", "+inf", "infinity", "-nan", "1,5", " 1", "1e", "1_0", "0x1p3", "٥"],
    ),
    ({"type": "number", "decimal_char": ",", "group_char": "."}, ["1.234,5", "1,5"], ["1,234.5", "1.5.", "1,5,5"]),
    ({"type": "number", "decimal_char": ","}, ["1,5"], ["1.5"]),
    ({"type": "boolean"}, ["true", "True", "TRUE", "1", "false", "0"], ["", "yes", "tRUE", "2"]),
    ({"type": "boolean", "true_values": ("ja",), "false_values": ("nein",)}, ["ja", "nein"], ["true", "0"]),
    (
        {"type": "date"},
        ["2024-02-29", "0001-01-01", "9999-12-31"],
        ["", "2023-02-29", "2024-1-1", "+2024-01-1", " 2024-1-01", "0000-01-01", "2024-01-01T", "２０24-01-01"],
    ),
    ({"type": "date", "format": "%d/%m/%Y"}, ["31/01/2024"], ["2024-01-31", "32/01/2024"]),
    ({"type": "date", "format": "%Y%Y"}, [], ["2024", "20242024"]),
    ({"type": "date", "format": "any"}, ["31 January 2024", "2024-01-31"], ["no date"]),
    ({"type": "time"}, ["00:00:00", "23:59:59"], ["", "24:00:00", "9:00:00", "12:00", "12:00:00Z"]),
    ({"type": "time", "format": "%H:%M"}, ["12:30"], ["12:30:00", "25:00"]),
    (
        {"type": "datetime"},
        ["2024-01-31T15:00:00", "2024-01-31T15:00:00.300-05:00", "2024-01-31T24:00:00Z"],
        ["2024-01-31 15:00:00", "2024-01-31", "2024-02-30T15:00:00", "2024-01-31T15:00:00+0500", "2024-01-31T24:00:01"],
    ),
    ({"type": "datetime", "format": "%d/%m/%Y %H:%M:%S"}, ["12/11/2018 09:15:32"], ["2018-11-12T09:15:32"]),
    ({"type": "year"}, ["2024", "0001", "-0044", "12024", "2024Z"], ["", "24", "02024", "2024-01"]),
    ({"type": "yearmonth"}, ["2024-01", "-0044-12"], ["", "2024-13", "2024-00", "2024", "2024-1"]),
    (
        {"type": "duration"},
        ["P1Y2M3DT10H30M", "-P120D", "PT1.5S", "P1Y"],
        ["", "P", "PT", "P1YT", "P-1Y", "P1W", "1D", "P1S"],
    ),
    ({"type": "geopoint"}, ["90.50, 45.50", "90.5,45.5"], ["90.5", "181,0", "0,91", "90.5;45.5"]),
    ({"type": "geopoint", "format": "array"}, ["[90.5, 45.5]"], ["90.5,45.5", "[1]", '["1","2"]']),
    ({"type": "geopoint", "format": "object"}, ['{"lon": 90.5, "lat": 45.5}'], ['{"lon": 90.5}', "[1, 2]"]),
    (
        {"type": "geojson"},
        ['{"type": "Point", "coordinates": [1, 2]}', '{"type": "FeatureCollection", "features": []}'],
        ['{"type": "Point"}', "[1, 2]", '{"type": "Feature"}', "{"],
    ),
    ({"type": "geojson", "format": "topojson"}, ['{"type": "Topology", "objects": {}, "arcs": []}'], ["{}"]),
    ({"type": "object"}, ["{}", '{"a": [1]}'], ["", "[]", "1", "{", '{"a": NaN}']),
    ({"type": "array"}, ["[]", "[[1]]"], ["", "{}", "[" * 100_000]),
    ({"type": "list", "item_type": "integer"}, ["1,2", "5"], ["1,b", "1,"]),
    ({"type": "list", "delimiter": ";", "item_type": "date"}, ["2024-01-31;2024-02-01"], ["2024-01-31,2024-02-01"]),
    ({"type": "list"}, ["a,b", ""], []),
    ({"type": "string", "format": "email"}, ["a.b+c@example.org"], ["a@b", "a b@example.org", "@example.org", ""]),
    (
        {"type": "string", "format": "uri"},
        ["https://example.org/a?b=c#d", "urn:isbn:1"],
        ["example.org", "http://a b", ""],
    ),
    ({"type": "string", "format": "uuid"}, ["123E4567-e89b-12d3-a456-426614174000"], ["123e4567", ""]),
    ({"type": "string", "format": "binary"}, ["aGVsbG8=", ""], ["aGVsbG8", "!!!!"]),
    ({"type": "any"}, ["", "anything"], []),
]


@pytest.mark.parametrize(("properties", "values", "others"), CELLS, ids=lambda case: str(case)[:40])
def test_a_cell_is_a_value_or_not_as_the_standard_says_and_a_column_agrees(
    properties: dict[str, Any], values: list[str], others: list[str]
) -> None:
    field = Field(name="f", **properties)
    parse = lexical.parser(field)
    for cell in others:
        with pytest.raises((ValueError, ArithmeticError)):
            parse(cell)
    for cell in values:
        parse(cell)
    frame = pl.DataFrame({"0": [*values, *others, None]}, schema={"0": pl.String})
    holds = is_value(field, pl.col("0"), typed(field, pl.col("0")))
    judged = [True] * frame.height if holds is None else frame.select(holds.fill_null(value=True)).to_series().to_list()
    assert judged == [True] * len(values) + [False] * len(others) + [True]


@pytest.mark.parametrize(
    ("properties", "cells", "expected"),
    [
        ({"type": "integer"}, ["+5", "007", None, "x"], [5, 7, None, None]),
        ({"type": "number"}, ["-1.5", "1e3", "x"], [-1.5, 1000.0, None]),
        ({"type": "number", "decimal_char": ",", "group_char": "."}, ["1.234,5"], [1234.5]),
        ({"type": "boolean"}, ["TRUE", "0", "x"], [True, False, None]),
        ({"type": "string"}, ["", "a"], ["", "a"]),
    ],
)
def test_cells_become_typed_values(properties: dict[str, Any], cells: list[Any], expected: list[Any]) -> None:
    frame = pl.DataFrame({"0": cells}, schema={"0": pl.String})
    assert frame.select(typed(Field(name="f", **properties), pl.col("0"))).to_series().to_list() == expected


def test_dates_become_dates_whatever_their_format() -> None:
    frame = pl.DataFrame({"0": ["31/01/2024", "2024-01-31"]})
    assert frame.select(
        typed(Field(name="f", type="date", format="%d/%m/%Y"), pl.col("0")).cast(pl.String)
    ).to_series().to_list() == ["2024-01-31", None]
    assert frame.select(typed(Field(name="f", type="date"), pl.col("0")).cast(pl.String)).to_series().to_list() == [
        None,
        "2024-01-31",
    ]
