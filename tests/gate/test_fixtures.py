"""Each fixture is a small package, named after what is wrong with it; here stands what the gate says of each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from xiaogan_facts.gate.report import Report

FIXTURES = Path(__file__).parent / "fixtures"

Said = tuple[str, str, int | None, int | None, str | None, str | None]

SAID: dict[str, list[Said]] = {
    # fixture: [(rule, file, physical line, column, field, value)]
    "address-of-another-scheme": [("path-unsafe", "datapackage.json", 8, None, None, "s3://bucket/data.csv")],
    "archive-damaged": [("archive-damaged", "data.csv.gz", None, None, None, None)],
    "archive-of-two-files": [("archive-not-one-file", "data.csv.zip", None, None, None, None)],
    "at-an-address": [("not-checked", "https://example.com/data.csv", None, None, None, None)],
    "bytes-wrong": [("bytes", "data.csv", None, None, None, "12")],
    "carriage-return-stray": [("carriage-return-stray", "data.csv", 3, 2, None, None)],
    "categories": [("categories", "data.csv", 3, 2, "grade", "3")],
    "categories-in-a-table": [("categories-not-checked", "datapackage.json", 19, None, "name", None)],
    "categories-that-repeat": [("category-duplicate", "datapackage.json", 19, None, "name", None)],
    "cell-below-one-that-spans-lines": [("type", "data.csv", 3, 3, "n", "x")],
    "cell-extra": [("cell-extra", "data.csv", 3, 3, None, None)],
    "cell-missing": [("cell-missing", "data.csv", 3, 2, None, None)],
    "constraint-beside-the-constraints": [("descriptor-advice", "datapackage.json", 15, None, "id", "true")],
    "delimiter-of-another-kind": [("delimiter-other", "data.csv", 1, None, None, None)],
    "delimiter-that-is-the-quote": [("dialect", "datapackage.json", 23, None, None, None)],
    "descriptor-a-list": [("descriptor-not-object", "datapackage.json", None, None, None, None)],
    "descriptor-nested-too-deep": [("descriptor-too-deep", "datapackage.json", None, None, None, None)],
    "descriptor-not-json": [("descriptor-not-json", "datapackage.json", 3, None, None, None)],
    "descriptor-not-utf-8": [("descriptor-not-utf-8", "datapackage.json", 3, None, None, None)],
    "descriptor-not-yaml": [("descriptor-not-yaml", "datapackage.yaml", 3, None, None, None)],
    "encoding-broken": [("encoding-broken", "data.csv", 3, 2, None, "caf\\xe9")],
    "encoding-unknown": [("encoding-unknown", "data.csv", None, None, None, "utf-9")],
    "enum": [("enum", "data.csv", 3, 2, "name", "aple")],
    "enum-outside-the-categories": [("enum-outside-categories", "datapackage.json", 24, None, "name", "c")],
    "escape-unfinished": [("escape-unfinished", "data.csv", 3, 2, None, None)],
    "exclusive-maximum": [("exclusiveMaximum", "data.csv", 3, 2, "n", "P12M")],
    "exclusive-minimum": [("exclusiveMinimum", "data.csv", 3, 2, "n", "2024-01-01")],
    "field-names-that-repeat": [
        ("field-duplicate", "datapackage.json", 17, None, None, "id"),
        ("label-duplicate", "data.csv", 1, 2, None, "id"),
    ],
    "file-empty": [("header-missing", "data.csv", 1, None, None, None)],
    "file-in-another-encoding": [("encoding-other", "data.csv", 1, None, None, None)],
    "file-is-a-web-page": [("not-delimited", "data.csv", 1, None, None, None)],
    "file-missing": [("file-missing", "data.csv", None, None, None, None)],
    "foreign-key-into-another-package": [
        ("foreignKey-into-another-package", "datapackage.json", 22, None, None, "name")
    ],
    "foreign-key-of-two": [("foreignKey", "data.csv", 3, None, "id, name", "1, b")],
    "foreign-key-of-unequal-length": [("foreignKey-unequal", "datapackage.json", 22, None, None, "name -> id, name")],
    "foreign-key-to-a-missing-file": [
        ("file-missing", "fruits.csv", None, None, None, None),
        ("foreignKey-not-checked", "data.csv", None, None, "name", None),
    ],
    "foreign-key-to-an-unknown-field": [
        ("key-field-unknown", "datapackage.json", 22, None, None, "nam"),
        ("foreignKey-not-checked", "data.csv", None, None, "name", None),
    ],
    "foreign-key-to-an-unknown-resource": [("foreignKey-resource-unknown", "datapackage.json", 22, None, None, "dat")],
    "foreign-key-to-inline-data": [("foreignKey", "data.csv", 3, 2, "name", "plum")],
    "foreign-key-to-itself": [("foreignKey", "data.csv", 4, 3, "parent", "4")],
    "foreign-key-to-nothing": [("foreignKey", "data.csv", 3, 2, "name", "aple")],
    "format-that-is-none": [("format-unusable", "datapackage.json", 19, None, "value", "YYYY-MM-DD")],
    "hash-of-an-unknown-algorithm": [("hash-unknown", "data.csv", None, None, None, "crc:00")],
    "hash-wrong": [
        ("hash", "data.csv", None, None, None, "b7773700b1468b27c88d7122034e23bc5af7703c70bc13fd545d8e08534dcf41")
    ],
    "inline-data": [("type", "datapackage.json", 29, 1, "id", "x")],
    "inline-rows-of-two-kinds": [("row-kind", "datapackage.json", 30, None, None, '{"id": "2", "name": "pear"}')],
    "inline-rows-on-one-line": [("type", "datapackage.json", 2, 1, "id", "x")],
    "inline-text": [("type", "datapackage.json", 3, 1, "id", "x")],
    "json-schema": [("jsonSchema", "data.csv", 3, 2, "name", '{"a": "b"}')],
    "label-blank": [("label-blank", "data.csv", 1, 2, None, "")],
    "label-duplicate": [("label-duplicate", "data.csv", 1, 2, None, "id")],
    "label-extra": [("label-extra", "data.csv", 1, 3, None, "size")],
    "label-missing": [("label-missing", "data.csv", 1, None, "name", None)],
    "label-misspelt": [("label-extra", "data.csv", 1, 2, None, "nmae")],
    "labelled-missing-values": [],
    "labels-in-other-capitals": [
        ("label-spelling", "data.csv", 1, 1, None, "ID"),
        ("type", "data.csv", 3, 1, "id", "x"),
    ],
    "labels-none-of-the-schema": [("labels-unknown", "data.csv", 1, None, None, None)],
    "labels-out-of-order": [("label-order", "data.csv", 1, 1, None, "name")],
    "labels-out-of-order-where-they-may-be": [],
    "line-that-names-the-separator": [("separator-line", "data.csv", 1, None, None, "sep=;")],
    "lines-in-quotes": [("lines-quoted", "data.csv", 1, None, None, None)],
    "lines-that-end-in-cr": [("line-ends-cr", "data.csv", 1, None, None, None)],
    "max-length": [("maxLength", "data.csv", 3, 2, "name", "[1,2,3]")],
    "maximum": [("maximum", "data.csv", 3, 2, "n", "0.30000000000000000001")],
    "min-length": [("minLength", "data.csv", 3, 2, "name", "孝")],
    "minimum": [("minimum", "data.csv", 3, 2, "n", "9")],
    "minimum-above-the-maximum": [("constraint-empty", "datapackage.json", 15, None, "id", "10 to 1")],
    "minimum-that-is-no-value": [("constraint-unusable", "datapackage.json", 16, None, "id", None)],
    "name-in-capitals": [("descriptor-advice", "datapackage.json", 3, None, None, '"Lake Levels"')],
    "no-array": [("type", "data.csv", 3, 2, "value", "{}")],
    "no-binary": [("type", "data.csv", 3, 2, "value", "aGVsb")],
    "no-boolean": [("type", "data.csv", 3, 2, "value", "yes")],
    "no-date": [("type", "data.csv", 3, 2, "value", "2023-02-29")],
    "no-date-of-its-format": [("type", "data.csv", 3, 2, "value", "2024-01-31")],
    "no-datetime": [("type", "data.csv", 3, 2, "value", "2024-01-31 15:00:00")],
    "no-duration": [("type", "data.csv", 3, 2, "value", "1 day")],
    "no-email": [("type", "data.csv", 3, 2, "value", "a@b")],
    "no-geojson": [("type", "data.csv", 3, 2, "value", '{"type": "Pont"}')],
    "no-geopoint": [("type", "data.csv", 3, 2, "value", "91,181")],
    "no-integer": [("type", "data.csv", 3, 2, "value", "1.5")],
    "no-list-of-integers": [("type", "data.csv", 3, 2, "value", "1,b")],
    "no-number": [("type", "data.csv", 3, 2, "value", "1,5")],
    "no-number-with-groups": [("type", "data.csv", 3, 2, "value", "1,234.5")],
    "no-object": [("type", "data.csv", 3, 2, "value", "[1]")],
    "no-time": [("type", "data.csv", 3, 2, "value", "25:00:00")],
    "no-uri": [("type", "data.csv", 3, 2, "value", "no uri")],
    "no-uuid": [("type", "data.csv", 3, 2, "value", "123e4567")],
    "no-year": [("type", "data.csv", 3, 2, "value", "24")],
    "no-yearmonth": [("type", "data.csv", 3, 2, "value", "2024-13")],
    "not-a-table": [("not-checked", "notes.md", None, None, None, None)],
    "nul-character": [("nul-character", "data.csv", 3, 2, None, "b\\u0000")],
    "part-with-its-columns-moved": [("part-header-columns", "more.csv", 1, 1, None, "name")],
    "part-with-other-capitals": [
        ("part-header-spelling", "more.csv", 1, 1, None, "ID"),
        ("type", "more.csv", 2, 1, "id", "x"),
    ],
    "path-absolute": [("path-unsafe", "datapackage.json", 8, None, None, "/etc/hostname")],
    "path-climbs-out": [("path-unsafe", "datapackage.json", 8, None, None, "../sound/data.csv")],
    "path-is-a-folder": [("path-unsafe", "datapackage.json", 8, None, None, ".")],
    "paths-and-addresses": [
        ("descriptor", "datapackage.json", 8, None, None, '["data.csv", "https://example.com/data.csv"]')
    ],
    "pattern-matches-only-a-part": [("pattern", "data.csv", 3, 2, "name", "abc")],
    "pattern-that-is-none": [("constraint-unusable", "datapackage.json", 20, None, "name", None)],
    "pattern-with-look-ahead": [("pattern", "data.csv", 3, 2, "name", "ba")],
    "primary-key-empty": [("required", "data.csv", 3, 1, "id", "")],
    "primary-key-of-an-unknown-field": [("key-field-unknown", "datapackage.json", 21, None, None, "nmae")],
    "primary-key-of-two-repeats": [("primaryKey", "data.csv", 4, None, "id, name", "1, a")],
    "primary-key-repeats": [("primaryKey", "data.csv", 4, 1, "id", "01")],
    "profile-of-its-own": [
        ("profile-not-checked", "datapackage.json", 2, None, None, "https://example.com/profile.json")
    ],
    "quote-closed-too-early": [("quote-stray", "data.csv", 3, 2, None, None)],
    "quote-stray": [("quote-stray", "data.csv", 3, 2, None, None)],
    "quote-unclosed": [("quote-unclosed", "data.csv", 3, 2, None, None)],
    "required": [("required", "data.csv", 3, 2, "name", "")],
    "resource-names-that-repeat": [("resource-duplicate", "datapackage.json", 24, None, None, "data")],
    "resource-of-no-file": [("descriptor", "datapackage.json", 8, None, None, "[]")],
    "resource-without-data": [("descriptor", "datapackage.json", 5, None, None, None)],
    "resource-without-a-name": [("descriptor", "datapackage.json", 5, None, None, None)],
    "row-blank": [("row-blank", "data.csv", 3, None, None, None)],
    "row-rule": [("rowRule", "data.csv", 3, None, "start, end", "2024-03-01, 2024-02-01")],
    "row-rule-not-checked": [("rowRule-not-checked", "data.csv", None, None, "id, code", None)],
    "row-rule-unusable": [("rowRule-unusable", "datapackage.json", 20, None, None, '{"expression": "end >= begin"}')],
    "rows-wrong": [("rows", "data.csv", None, None, None, "1")],
    "schema-at-an-address": [
        ("remote-not-checked", "datapackage.json", 10, None, None, "https://example.com/schema.json")
    ],
    "schema-file-missing": [("file-missing", "datapackage.json", 10, None, None, "schema.json")],
    "schema-file-with-a-fault": [("descriptor", "schema.json", 10, None, "name", '"yes"')],
    "schema-path-climbs-out": [("path-unsafe", "datapackage.json", 10, None, None, "../sound/datapackage.json")],
    "sheet-missing": [("sheet-missing", "data.ods", None, None, None, "Prizes")],
    "sound": [],
    "sound-crlf-bom-and-spanning-cells": [("byte-order-mark", "data.csv", 1, None, None, None)],
    "type-unknown": [("type-unknown", "datapackage.json", 18, None, "name", "sting")],
    "unique-key-of-an-unknown-field": [("key-field-unknown", "datapackage.json", 21, None, None, "nmae")],
    "unique-key-repeats": [("uniqueKeys", "data.csv", 5, None, "id, name", "1, a")],
    "unique-repeats": [("unique", "data.csv", 5, 2, "name", "a")],
}

VALID = {
    "categories-in-a-table",
    "constraint-beside-the-constraints",
    "foreign-key-into-another-package",
    "labelled-missing-values",
    "labels-out-of-order-where-they-may-be",
    "name-in-capitals",
    "not-a-table",
    "profile-of-its-own",
    "row-rule-not-checked",
    "schema-at-an-address",
    "sound",
    "sound-crlf-bom-and-spanning-cells",
}


@cache
def judged(fixture: str) -> Report:
    return validate(FIXTURES / fixture)


def test_every_fixture_is_judged_and_every_judgement_has_its_fixture() -> None:
    assert {folder.name for folder in FIXTURES.iterdir() if folder.is_dir()} == set(SAID)


@pytest.mark.parametrize("fixture", SAID)
def test_the_gate_finds_what_is_wrong_and_nothing_else(fixture: str) -> None:
    report = judged(fixture)
    said = [(p.rule, p.file, p.line, p.column, p.field, p.value) for p in report.problems]
    assert said == SAID[fixture]


@pytest.mark.parametrize("fixture", SAID)
def test_a_package_is_valid_exactly_where_nothing_is_an_error(fixture: str) -> None:
    assert judged(fixture).valid == (fixture in VALID)


@pytest.mark.parametrize("fixture", SAID)
def test_every_problem_says_what_was_expected_and_how_to_mend_it(fixture: str) -> None:
    problems = judged(fixture).problems
    assert [problem for problem in problems if not problem.expected or not problem.remedy] == []


@pytest.mark.parametrize("fixture", SAID)
def test_records_read_and_refused_are_all_the_records_there_are(fixture: str) -> None:
    for table in judged(fixture).tables:
        assert table.read + table.refused == table.records


@pytest.mark.parametrize(
    ("fixture", "remedy"),
    [
        ("foreign-key-to-nothing", "did you mean 'apple'?"),
        ("enum", "did you mean 'apple'?"),
        ("label-misspelt", "did you mean 'name'?"),
        ("foreign-key-to-an-unknown-resource", "did you mean 'data'?"),
        ("primary-key-of-an-unknown-field", "did you mean 'name'?"),
    ],
)
def test_the_remedy_names_the_nearest_that_would_be_valid(fixture: str, remedy: str) -> None:
    assert remedy in {problem.remedy for problem in judged(fixture).problems}


def test_a_value_that_repeats_is_reported_with_the_line_that_has_it_first() -> None:
    (problem,) = judged("primary-key-repeats").problems
    assert problem.expected == "a value that no other record has; line 2 has it too"
