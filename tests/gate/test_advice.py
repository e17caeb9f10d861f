"""What people do wrong most often gets its own cure, in the words of what they wrote."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package, said
from xiaogan_facts.validation import validate


def remedy(folder: Path, described: dict[str, Any], cell: str, **schema: Any) -> str:
    """What helps the second cell of a column."""
    schema = {"fields": [field("a"), described], **schema}
    quoted = cell.replace('"', '""')
    report = validate(package(folder, {"schema": schema}, f'a,{described["name"]}\nx,"{quoted}"\n'))
    [problem] = [each for each in report.problems if each.file == "data.csv"]
    return problem.remedy


@pytest.mark.parametrize(
    ("kind", "cell", "words"),
    [
        ("number", "\u22125.2", ["write '-5.2'", "U+2212 MINUS SIGN"]),
        ("integer", "\uff11\uff12", ["write '12'", "U+FF11 FULLWIDTH DIGIT ONE"]),
        ("integer", "\u0661", ["write '1'", "ARABIC-INDIC DIGIT ONE"]),
        ("integer", "1,234,567", ["without thousands separators", '"groupChar": ","']),
        ("number", "1 234.5", ["without thousands separators", '"groupChar": " "']),
        ("number", "1.234.567,5", ["with a point", '"decimalChar": ","']),
        ("number", "1,5", ["a point in place of the comma"]),
        ("number", "95 %", ["the number alone", '"bareNumber": false']),
        ("integer", "  42", ["remove the blanks", '"skipInitialSpace": true']),
        ("integer", "42\u00a0", ["remove the blanks", "U+00A0 NO-BREAK SPACE"]),
        ("date", "2024/5/1", ["'2024-01-31'", "spreadsheet"]),
        ("date", "5/1/2024", ["'2024-01-31'"]),
        ("date", "2024年5月1日", ["'2024-01-31'"]),
        ("date", "next week", ["write the value in that form"]),
        ("integer", "many", ["write the value in that form"]),
        ("object", '{"a": 1', ["character 8", "',' delimiter"]),
        ("array", "{}", ["write the value in that form"]),
        ("geojson", "{", ["character 2"]),
        ("geojson", "[]", ["an object", "RFC 7946, 2"]),
        ("geojson", '{"type": "Pont"}', ["one of Point", "1.4"]),
        ("geojson", '{"type": "Point", "coordinates": [1]}', ["two numbers", "3.1.1"]),
        ("geojson", '{"type": "LineString", "coordinates": [[1, 2]]}', ["two positions", "3.1.4"]),
        ("geojson", '{"type": "Polygon", "coordinates": [[1, 2]]}', ["2 levels", "3.1"]),
        ("geojson", '{"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]]}', ["four positions", "3.1.6"]),
        ("geojson", '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}', ["ends with", "3.1.6"]),
        ("geojson", '{"type": "GeometryCollection"}', ["list of geometries", "3.1.8"]),
        ("geojson", '{"type": "Feature", "properties": {}}', ["has a geometry", "3.2"]),
        ("geojson", '{"type": "Feature", "geometry": null}', ["has properties", "3.2"]),
        ("geojson", '{"type": "Feature", "geometry": null, "properties": null, "id": []}', ["the id", "3.2"]),
        ("geojson", '{"type": "FeatureCollection"}', ["list of features", "3.3"]),
        ("geojson", '{"type": "FeatureCollection", "features": [{}]}', ["is a Feature", "3.3"]),
        ("geojson", '{"type": "Point", "coordinates": [1, 2], "bbox": [1]}', ["bbox", "RFC 7946, 5"]),
        ("geojson", '{"type": "Point", "coordinates": [1, 2], "geometry": 1}', ["no member geometry", "7.1"]),
    ],
)
def test_a_cell_of_a_wrong_form_is_told_its_cause(kind: str, cell: str, words: list[str], tmp_path: Path) -> None:
    told = remedy(tmp_path, field("n", kind), cell)
    assert [word for word in words if word not in told] == [], told


def test_what_pads_numbers_is_skipped_as_the_remedy_says(tmp_path: Path) -> None:
    schema = {"fields": [field("a"), field("n", "integer")]}
    assert said(package(tmp_path, {"schema": schema}, "a,n\nx,  7\n")) == [("type", 2, 2)]
    assert said(package(tmp_path, {"schema": schema, "dialect": {"skipInitialSpace": True}}, "a,n\nx,  7\n")) == []


def test_blanks_before_the_first_cell_are_not_said_to_be_skipped(tmp_path: Path) -> None:
    schema = {"fields": [field("n", "integer")]}
    [problem] = validate(package(tmp_path, {"schema": schema}, "n\n  7\n")).problems
    assert problem.remedy == "remove the blanks around the value"


@pytest.mark.parametrize(
    ("described", "schema"),
    [
        (field("n", "integer"), {"missingValues": [{"value": "n/a"}, {"value": "-", "label": "not asked"}]}),
        ({**field("n", "integer"), "missingValues": [{"value": "n/a"}, {"value": "-", "label": "not asked"}]}, {}),
        (field("n", pattern="[0-9]+"), {"missingValues": [{"value": "n/a"}, {"value": "-", "label": "not asked"}]}),
        (field("n", enum=["7"]), {"missingValues": [{"value": "n/a"}, {"value": "-", "label": "not asked"}]}),
    ],
)
def test_an_empty_cell_is_told_the_codes_for_a_missing_value(
    described: dict[str, Any], schema: dict[str, Any], tmp_path: Path
) -> None:
    told = remedy(tmp_path, described, "", **schema)
    assert told == "write the value, or the code for a missing one: 'n/a', '-' (not asked)"


def test_where_nothing_stands_for_a_missing_value_an_empty_cell_is_told_so(tmp_path: Path) -> None:
    assert "nothing stands for a missing one" in remedy(tmp_path, field("n", "integer"), "", missingValues=[])


@pytest.mark.parametrize("described", [field("n", "integer", required=True), field("n", required=True, minLength=1)])
def test_an_empty_cell_of_a_required_column_is_offered_no_code_that_it_cannot_have(
    described: dict[str, Any], tmp_path: Path
) -> None:
    told = remedy(tmp_path, described, "", missingValues=[{"value": "n/a"}])
    assert told == "write the value: nothing stands for a missing one in this column"


LONG = "[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?(/\\.\\.)?"


def test_a_long_pattern_is_told_by_the_example_of_its_field(tmp_path: Path) -> None:
    described = {**field("t", pattern=LONG), "example": "2024-06-06"}
    schema = {"fields": [described]}
    [slashes, words] = validate(package(tmp_path, {"schema": schema}, "t\n2024/5/1\nsoon\n")).problems
    assert slashes.expected == words.expected == "text like '2024-06-06', by the pattern of this field"
    assert slashes.remedy == "write it like '2024-06-06'; this is how a spreadsheet shows a date"
    assert words.remedy == "write the value in that form"


def test_a_short_pattern_and_one_whose_example_breaks_it_are_shown_themselves(tmp_path: Path) -> None:
    fields = [{**field("a", pattern="[a-z]+"), "example": "x"}, {**field("b", pattern=LONG), "example": "x"}]
    first, second = validate(package(tmp_path, {"schema": {"fields": fields}}, "a,b\n1,?\n")).problems
    assert (first.expected, second.expected) == ("text like [a-z]+", f"text like {LONG}")


@pytest.mark.parametrize("enum", [["a", "b"], ["a"]])
def test_an_unknown_code_is_told_once(enum: list[str], tmp_path: Path) -> None:
    described = {**field("c", enum=enum), "categories": ["a", "b"]}
    text = "c\na\nz\n" + ("b\n" if enum == ["a"] else "")
    found = said(package(tmp_path, {"schema": {"fields": [described]}}, text))
    assert found == [("enum", line, 1) for line in range(3, text.count("\n") + 1)]


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("Hubei", "did you mean 'hubei'?"),
        ("hub\u0435i", "did you mean 'hubei'? here stands U+0435 CYRILLIC SMALL LETTER IE"),
        ("cafe\u0301", "did you mean 'caf\u00e9'? here stands U+0301 COMBINING ACUTE ACCENT"),
        ("hubei ", "remove the blanks around the value"),
    ],
)
def test_characters_that_look_alike_are_named(cell: str, words: str, tmp_path: Path) -> None:
    assert remedy(tmp_path, field("p", enum=["hubei", "caf\u00e9"]), cell) == words


def test_a_key_that_refers_to_nothing_is_told_its_odd_characters(tmp_path: Path) -> None:
    key = {"fields": ["p"], "reference": {"resource": "there", "fields": ["id"]}}
    there = {"name": "there", "data": [["id"], ["hubei"]], "schema": {"fields": [field("id")]}}
    here = {"name": "here", "path": "data.csv", "schema": {"fields": [field("p")], "foreignKeys": [key]}}
    [problem] = validate(package(tmp_path, [there, here], "p\nhub\u0435i\n")).problems
    assert problem.remedy == "did you mean 'hubei'? here stands U+0435 CYRILLIC SMALL LETTER IE"


def test_a_cell_that_breaks_the_rules_of_its_own_column_is_not_looked_up_as_a_key_too(tmp_path: Path) -> None:
    key = {"fields": ["p"], "reference": {"resource": "there", "fields": ["id"]}}
    there = {"name": "there", "data": [["id"], ["hubei"]], "schema": {"fields": [field("id")]}}
    described = {"fields": [field("p", pattern="[a-z]+")], "foreignKeys": [key]}
    here = {"name": "here", "path": "data.csv", "schema": described}
    assert said(package(tmp_path, [there, here], "p\nHUBEI\nhunan\n")) == [("pattern", 2, 1), ("foreignKey", 3, 1)]
