"""Corners of the standard, and of the tools beneath: each is told once, at its place, and ends no run."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package, rules, said
from xiaogan_facts.gate.checks import worker
from xiaogan_facts.validation import validate


@pytest.mark.parametrize(
    "cell", ["-2024-01-31", "+12024-01-31", "0000-01-01", "2024-1-31", " 2024-01-31", "2024-02-30"]
)
def test_what_is_no_date_is_told_once_by_its_type_alone(cell: str, tmp_path: Path) -> None:
    limits = {"minimum": "2000-01-01", "maximum": "2030-01-01", "unique": True}
    schema = {"fields": [field("d", "date", **limits)], "primaryKey": "d"}
    text = f"d\n2024-01-31\n{cell}\n2024-02-01\n{cell}\n"
    assert said(package(tmp_path, {"schema": schema}, text)) == [("type", 3, 1), ("type", 5, 1)]


@pytest.mark.parametrize(
    ("kind", "more", "cell"),
    [
        ("number", {}, "Infinity"),
        ("number", {}, "+INF"),
        ("number", {}, "-nan"),
        ("integer", {"groupChar": ","}, "1,,0"),
        ("integer", {"groupChar": ","}, ",5"),
    ],
)
def test_what_is_no_number_is_told_once_by_its_type_alone(
    kind: str, more: dict[str, Any], cell: str, tmp_path: Path
) -> None:
    schema = {"fields": [{**field("n", kind, minimum=-10, maximum=4), **more}]}
    assert said(package(tmp_path, {"schema": schema}, f'n\n1\n"{cell}"\n')) == [("type", 3, 1)]


def test_an_empty_enum_allows_no_value_and_judges_no_missing_cell(tmp_path: Path) -> None:
    alone = package(tmp_path, {"schema": {"fields": [field("s", enum=[])]}}, 's\na\n""\n')
    assert [each for each in said(alone) if each[0] != "descriptor"] == [("enum", 2, 1)]


def test_a_length_beyond_all_numbers_is_a_length(tmp_path: Path) -> None:
    fields = [field("a", minLength=10**40), field("b", maxLength=10**40)]
    assert said(package(tmp_path, {"schema": {"fields": fields}}, "a,b\nx,y\n")) == [("minLength", 2, 1)]


@pytest.mark.parametrize("pattern", ["a)|(b", "(?=x)a)|(b"])
def test_a_pattern_is_not_made_whole_by_the_brackets_around_it(pattern: str, tmp_path: Path) -> None:
    assert said(package(tmp_path, {"schema": {"fields": [field("a", pattern=pattern)]}}, "a\naxx\n")) == [
        ("constraint-unusable", 1, None)
    ]


def test_half_a_character_in_a_descriptor_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text('{"name": "p", "resources": [{"name": "\\ud800"}]}', encoding="utf-8")
    (problem,) = validate(tmp_path).problems
    assert (problem.rule, problem.expected) == ("descriptor-not-json", r"JSON: \ud800 is half a character")
    (tmp_path / "datapackage.json").write_text(
        '{"name": "p", "resources": [{"name": "\\ud83d\\ude00", "data": [["a"], ["b"]]}]}', encoding="utf-8"
    )
    assert "descriptor-not-json" not in rules(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_an_encoding_that_begins_with_a_mark_needs_one(encoding: str, tmp_path: Path) -> None:
    text = "a,b\n1,2\n".encode(f"{encoding}-le")
    assert rules(package(tmp_path, {"encoding": encoding}, text)) == ["encoding-broken"]


def test_a_first_record_that_is_malformed_does_not_set_the_number_of_cells(tmp_path: Path) -> None:
    folder = package(tmp_path, {"dialect": {"header": False}}, '\na"b,c\n1,2\n3,4\n5\n')
    problems = validate(folder).problems
    assert [(each.rule, each.line) for each in problems] == [("row-blank", 1), ("quote-stray", 2), ("cell-missing", 5)]
    assert problems[2].expected == "2 cells; the record has 1"


@pytest.mark.parametrize("stated", [{"bytes": 100}, {"hash": "d41d8cd98f00b204e9800998ecf8427e"}])
def test_the_size_of_a_file_at_an_address_is_not_asked_for(stated: dict[str, Any], tmp_path: Path) -> None:
    assert rules(package(tmp_path, {"path": "https://example.com/data.csv", **stated})) == ["not-checked"]


def test_what_was_found_before_a_file_proved_damaged_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"i\nx\n1,2\n"))
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"i\n" + os.urandom(3000).hex().encode())[:-50])
    resource = {"name": "t", "path": ["a.csv.gz", "b.csv.gz"], "schema": {"fields": [field("i", "integer")]}}
    found = [(each.rule, each.file, each.line) for each in validate(package(tmp_path, [resource])).problems]
    assert found == [("archive-damaged", "b.csv.gz", None), ("type", "a.csv.gz", 2), ("cell-extra", "a.csv.gz", 3)]


def test_numbers_that_64_bits_do_not_tell_apart_are_told_apart_as_keys(tmp_path: Path) -> None:
    (tmp_path / "there.csv").write_text("n\n12345678901234567890\n1.5\n", encoding="utf-8")
    key = {"fields": ["n"], "reference": {"resource": "there", "fields": ["n"]}}
    schema = {"fields": [field("n", "number")]}
    text = "n\n12345678901234567891\n12345678901234567890.0\n1.50000000000000000000\n15E-1\n"
    folder = package(
        tmp_path,
        [
            {"name": "there", "path": "there.csv", "schema": {**schema, "primaryKey": ["n"]}},
            {"name": "here", "path": "data.csv", "schema": {**schema, "foreignKeys": [key]}},
        ],
        text,
    )
    assert said(folder) == [("foreignKey", 2, 1)]


def test_a_reason_is_told_in_one_line_and_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.5)
    fields = [field("a", pattern="(?=a)(a+)+b"), field("b", "array", jsonSchema={"$ref": "#/nope"})]
    folder = package(tmp_path, {"schema": {"fields": fields}}, f"a,b\n{'a' * 60}c,[]\n")
    reasons = {each.rule: each.expected.partition("could not be checked ")[2] for each in validate(folder).problems}
    assert reasons["pattern-not-checked"] == "(no answer within 0.5 seconds)"
    assert "\n" not in reasons["jsonSchema-not-checked"]
    assert "Error" not in reasons["jsonSchema-not-checked"]


def test_a_limit_of_years_may_be_a_number(tmp_path: Path) -> None:
    schema = {"fields": [field("y", "year", minimum=4, maximum=2000)]}
    assert said(package(tmp_path, {"schema": schema}, "y\n1999\n2001\n")) == [("maximum", 3, 1)]


def test_a_foreign_key_to_a_name_that_two_resources_have_refers_to_the_first(tmp_path: Path) -> None:
    first, second = ({"name": "t", "data": [[name], ["1"]], "schema": {"fields": [field(name)]}} for name in "ab")
    key = {"fields": ["x"], "reference": {"resource": "t", "fields": ["a"]}}
    there = {"name": "u", "data": [["x"], ["9"]], "schema": {"fields": [field("x")], "foreignKeys": [key]}}
    assert rules(package(tmp_path, [first, second, there])) == ["resource-duplicate", "foreignKey"]


@pytest.mark.parametrize(
    ("name", "content", "remedy"),
    [
        ("p.zip", b"PK\x03\x04\xff", "unpack it, and give the folder"),
        ("t.csv", b"id,name\n1,a\n", "give a JSON file; of a package, its datapackage.json or folder"),
        ("p.json", b'{"name": }', "correct the syntax at this line"),
        ("q.json", b'{"name": "\xff"}', "save the file as UTF-8"),
    ],
)
def test_what_is_no_descriptor_is_told_what_to_give_instead(
    name: str, content: bytes, remedy: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(content)
    [problem] = validate(tmp_path / name).problems
    assert problem.remedy == remedy
