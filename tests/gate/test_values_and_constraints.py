"""A cell that is no value of its type is told once, and what a value is follows the standards that are named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package, said
from xiaogan_facts.validation import validate


@pytest.mark.parametrize(
    ("kind", "cell", "limits"),
    [
        ("year", "20", {"minimum": 1950, "maximum": 2030, "enum": [2000]}),
        ("yearmonth", "2020-13", {"minimum": "2020-01", "exclusiveMaximum": "2021-01"}),
        ("time", "25:00:00", {"exclusiveMinimum": "01:00:00", "maximum": "23:00:00"}),
        ("datetime", "2024-01-31 15:00", {"minimum": "2020-01-01T00:00:00Z", "maximum": "2030-01-01T00:00:00Z"}),
        ("duration", "P1W", {"minimum": "P1D", "maximum": "P9D"}),
        ("integer", "a" * 30, {"minimum": 1, "maximum": 3, "enum": [2]}),
        ("number", "1e", {"minimum": 1, "maximum": 3, "enum": [2]}),
        ("date", "2024-02-30", {"enum": ["2024-02-29"]}),
        ("boolean", "maybe", {"enum": [True]}),
        ("array", "{}", {"minLength": 2, "maxLength": 1, "jsonSchema": {"type": "array"}}),
        ("object", "[]", {"enum": [{}], "jsonSchema": {"type": "object"}}),
        ("geojson", "{}", {"enum": [{"type": "Point", "coordinates": [1, 2]}]}),
        ("string", "nobody", {"pattern": ".+@.+", "minLength": 9, "enum": ["a@example.org"]}),
    ],
)
def test_a_cell_that_is_no_value_is_told_once(kind: str, cell: str, limits: dict[str, Any], tmp_path: Path) -> None:
    described = {**field("v", kind, **limits), **({"format": "email"} if kind == "string" else {})}
    folder = package(tmp_path, {"schema": {"fields": [described]}}, f'v\n"{cell}"\n')
    assert [each for each in said(folder) if each[0] != "descriptor"] == [("type", 2, 1)]


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        ({"x": 1, "y": [{"a": 1, "b": 2}]}, {"y": [{"b": 2.0, "a": 1}], "x": 1.0}, True),
        ([1, 2], [2, 1], False),
        ({"x": 1}, {"x": True}, False),
        ({"x": "1"}, {"x": 1}, False),
        ([0.1], [0.10], True),
    ],
)
def test_json_is_equal_by_what_it_says(one: Any, other: Any, equal: bool, tmp_path: Path) -> None:
    kind = "object" if isinstance(one, dict) else "array"
    first, second = (json.dumps(each).replace('"', '""') for each in (one, other))
    schema = {"fields": [field("o", kind, unique=True)]}
    assert said(package(tmp_path, {"schema": schema}, f'o\n"{first}"\n"{second}"\n')) == [("unique", 3, 1)] * equal
    schema = {"fields": [field("o", kind, enum=[one])]}
    assert said(package(tmp_path, {"schema": schema}, f'o\n"{second}"\n')) == ([] if equal else [("enum", 2, 1)])


SQUARE = [[0, 0], [1, 0], [1, 1], [0, 0]]


@pytest.mark.parametrize(
    ("value", "right"),
    [
        ({"type": "Point", "coordinates": [1, 2, 3]}, True),
        ({"type": "Point", "coordinates": [1]}, False),
        ({"type": "Point", "coordinates": []}, True),  # "MAY interpret … as null objects"
        ({"type": "LineString", "coordinates": [[1, 2]]}, False),
        ({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, True),
        ({"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[1, 2]]]}, False),
        ({"type": "Polygon", "coordinates": [SQUARE]}, True),
        ({"type": "Polygon", "coordinates": [SQUARE[:3]]}, False),
        ({"type": "Polygon", "coordinates": [[*SQUARE[:3], [0, 1]]]}, False),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}, False),
        ({"type": "MultiPolygon", "coordinates": [[SQUARE], [SQUARE[:2]]]}, False),
        ({"type": "GeometryCollection", "geometries": [{"type": "Polygon", "coordinates": [SQUARE[:3]]}]}, False),
        ({"type": "Feature", "geometry": None, "properties": None}, True),
        ({"type": "Feature", "geometry": None}, False),
        ({"type": "Feature", "geometry": None, "properties": {}, "id": [1]}, False),
        ({"type": "Feature", "geometry": None, "properties": {}, "coordinates": [1, 2]}, False),
        ({"type": "Point", "coordinates": [1, 2], "properties": {}}, False),
        ({"type": "Point", "coordinates": [1, 2], "bbox": [1, 2, 1, 2]}, True),
        ({"type": "Point", "coordinates": [1, 2], "bbox": [1, 2, 1]}, False),
        ({"type": "FeatureCollection", "features": [], "note": "foreign members are allowed"}, True),
        ({"type": "FeatureCollection", "features": [{"type": "Point", "coordinates": [1, 2]}]}, False),
    ],
)
def test_geojson_is_that_of_rfc_7946(value: Any, right: bool, tmp_path: Path) -> None:
    cell = json.dumps(value).replace('"', '""')
    found = said(package(tmp_path, {"schema": {"fields": [field("g", "geojson")]}}, f'g\n"{cell}"\n'))
    assert found == ([] if right else [("type", 2, 1)])


def test_no_number_of_geojson_is_beyond_json(tmp_path: Path) -> None:
    text = 'g\n"{""type"": ""Point"", ""coordinates"": [NaN, 1]}"\n'
    assert said(package(tmp_path, {"schema": {"fields": [field("g", "geojson")]}}, text)) == [("type", 2, 1)]


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        ("[a-z-[aeiou]]+", "bcd", "bad"),
        ("[^a-z-[0-9]]+", "AB", "A1"),
        ("[a-d-[b-[b]]]+", "abcd", "e"),
        (r"\p{IsBasicLatin}+", "abc", "caf\u00e9"),
        (r"\P{IsCyrillic}+", "abc", "\u0430bc"),
        (r"[\p{IsGreek}0-9]+", "\u03b11", "a1"),
        (r"\i\c*", "a-1", "1-a"),
        (r"[\i-[:]][\c-[:]]*", "a.b", "a:b"),
        (r"\I+", "12", "ab"),
        (r"\C", "!", "a"),
        ("[a&&b]+", "a&b", "c"),
        ("[x[]+", "x[", "y"),
    ],
)
def test_a_pattern_is_read_as_xml_schema_reads_it(pattern: str, right: str, wrong: str, tmp_path: Path) -> None:
    schema = {"fields": [field("c", pattern=pattern)]}
    assert said(package(tmp_path, {"schema": schema}, f"c\n{right}\n{wrong}\n")) == [("pattern", 3, 1)]


@pytest.mark.parametrize("pattern", ["[a-z", r"\p{IsNowhere}", "[a-[b]c]", "[a-z-[b]"])
def test_a_pattern_that_xml_schema_would_refuse_is_refused(pattern: str, tmp_path: Path) -> None:
    schema = {"fields": [field("c", pattern=pattern)]}
    assert said(package(tmp_path, {"schema": schema}, "c\na\n")) == [("constraint-unusable", 1, None)]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("approx. 120 km", 120),
        ("ca.7", 7),
        ("USD .5", 0.5),
        ("pre-tax 95", 95),
        ("EUR -95", -95),
        ("7.5.", 7.5),
        ("- 5", None),
        ("none", None),
        ("5 m2", None),
    ],
)
def test_what_surrounds_a_number_is_stripped(cell: str, value: float | None, tmp_path: Path) -> None:
    described = {**field("n", "number", minimum=value or 0, maximum=value or 0), "bareNumber": False}
    found = said(package(tmp_path, {"schema": {"fields": [described]}}, f"n\n{cell}\n"))
    assert found == ([("type", 2, 1)] if value is None else [])


@pytest.mark.parametrize(
    ("form", "remedy"),
    [
        ("YYYY-MM-DD", 'write `"format": "%Y-%m-%d"`'),
        ("%-d/%-m/%Y", 'write `"format": "%d/%m/%Y"`'),
        ("some day", 'write it like `"format": "%d/%m/%Y"`, or leave it out for the standard form'),
        ("%", 'write it like `"format": "%d/%m/%Y"`, or leave it out for the standard form'),
    ],
)
def test_a_format_that_is_none_is_told_once_and_not_at_each_cell(form: str, remedy: str, tmp_path: Path) -> None:
    schema = {"fields": [{**field("d", "date", minimum="1900-01-01", unique=True), "format": form}]}
    [problem] = validate(package(tmp_path, {"schema": schema}, "d\n2024-01-31\n2024-01-31\n")).problems
    assert (problem.rule, problem.remedy) == ("format-unusable", remedy)


@pytest.mark.parametrize(
    ("form", "cell"), [("%F", "2024-01-31"), ("%T", "x"), ("%e.%m.%Y", "1.2.2024"), ("%%%Y", "%2024")]
)
def test_the_directives_of_c_are_directives(form: str, cell: str, tmp_path: Path) -> None:
    schema = {"fields": [{**field("d", "date"), "format": form}]}
    found = said(package(tmp_path, {"schema": schema}, f"d\n{cell}\n"))
    assert found == ([("type", 2, 1)] if cell == "x" else [])
