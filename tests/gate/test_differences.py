"""docs/differences.md, difference by difference: what the gate says, and that the page names it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import frictionless
import pytest

from xiaogan_facts.validation import validate

PAGE = Path(__file__).parents[2] / "docs" / "differences.md"
V2 = "https://datapackage.org/profiles/2.0/datapackage.json"


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def package(
    folder: Path, text: str | None, *fields: dict[str, Any], file: str = "datapackage.json", **more: Any
) -> Path:
    """A package of one table, `data.csv`."""
    keys = more.pop("schema", {})
    named = more.pop("named", "p")
    schema = None if keys is None else {"fields": list(fields), **keys}
    resource: dict[str, Any] = {"name": "data", "type": "table", "path": "data.csv", "schema": schema, **more}
    if text is None:
        del resource["path"]
    else:
        (folder / "data.csv").write_text(text, encoding="utf-8", newline="")
    descriptor = {"$schema": V2, "name": named, "resources": [{k: v for k, v in resource.items() if v is not None}]}
    (folder / file).write_text(json.dumps(descriptor), encoding="utf-8")
    return folder / file


def rules(descriptor: Path) -> list[str]:
    return [problem.rule for problem in validate(descriptor).problems if problem.severity == "error"]


LENIENT: dict[str, dict[str, Any]] = {
    "`nullSequence` is honoured": {
        "text": "n\nNA\n1\n",
        "fields": [field("n", "integer")],
        "dialect": {"nullSequence": "NA"},
    },
    "a row of empty cells is a record": {"text": "a,b\n,\n1,2\n", "fields": [field("a"), field("b")]},
    "field names may repeat (a warning here)": {
        "text": "a,b\n1,2\n",
        "fields": [field("a"), field("a")],
        "dialect": {"header": False},
    },
    "`minimum` and its kin on durations, `jsonSchema` on arrays and objects": {
        "text": 'a,b\nP2Y,"[1]"\n',
        "fields": [
            field("a", "duration", constraints={"minimum": "P1Y"}),
            field("b", "array", constraints={"jsonSchema": {"type": "array"}}),
        ],
    },
    "inline data of a resource with `format: json` and no schema is read as rows": {
        "text": None,
        "fields": [],
        "schema": None,
        "type": None,
        "format": "json",
        "data": [{"a": 1}, {"a": 2}],
    },
    "`arrayItem` is not judged": {
        "text": 'a\n"[""c""]"\n',
        "fields": [field("a", "array", arrayItem={"constraints": {"enum": ["b"]}})],
    },
    "years beyond four digits and before our era": {"text": "y\n12024\n-0044\n", "fields": [field("y", "year")]},
    "a table without a schema is judged by its shape alone: no types are inferred": {
        "text": "n\n" + "1\n" * 200 + "x\n",
        "fields": [],
        "schema": None,
    },
    "frictionless's own properties (`extrapaths`, `checks`, `detector`, …) are custom properties": {
        "text": "n\n1\n",
        "fields": [field("n")],
        "extrapaths": ["missing.csv"],
    },
    "`required` beside `constraints` is a custom property (a warning here)": {
        "text": "n\n1\n",
        "fields": [field("n", required=True)],
    },
    "a key into another package is not checked (a notice here)": {
        "text": "n\n1\n",
        "fields": [field("n")],
        "schema": {"foreignKeys": [{"fields": ["n"], "reference": {"package": "p", "resource": "r", "fields": ["n"]}}]},
    },
    "inline data as a text of CSV": {
        "text": None,
        "fields": [field("a")],
        "format": "csv",
        "data": "a\n1\n",
        "type": None,
    },
}

STRICT: dict[str, tuple[str, dict[str, Any]]] = {
    "quotes inside an unquoted cell": ("quote-stray", {"text": 'a,b\n5" pipe,x\n', "fields": [field("a"), field("b")]}),
    "text after a closing quote": ("quote-stray", {"text": 'a,b\n"x" y,z\n', "fields": [field("a"), field("b")]}),
    "a quote that is never closed": (
        "quote-unclosed",
        {"text": 'a,b\n1,"x\n2,y\n', "fields": [field("a"), field("b")]},
    ),
    "dates, times and datetimes not in their exact form": (
        "type",
        {"text": "t\n2024-01-31T15:00:00+0000\n", "fields": [field("t", "datetime")]},
    ),
    "a pattern with alternatives must match the whole cell": (
        "pattern",
        {"text": "t\nabc\n", "fields": [field("t", constraints={"pattern": "a.|b."})]},
    ),
    "a group character that groups no digits": (
        "type",
        {"text": 'n\n"1,234.5"\n', "fields": [field("n", "number", groupChar=".", decimalChar=",")]},
    ),
    "unique keys and foreign keys that name fields or resources that are not there": (
        "key-field-unknown",
        {"text": "n\n1\n", "fields": [field("n")], "schema": {"uniqueKeys": [["m"]]}},
    ),
    "no dialect is sniffed: cells are separated by commas unless the dialect says otherwise": (
        "delimiter-other",
        {"text": "a;b\n1;2\n", "fields": [field("a"), field("b")]},
    ),
    "blanks around a number": ("type", {"text": "a,n\nx,  7\n", "fields": [field("a"), field("n", "integer")]}),
    "a labelled value, a label or a missing value that repeats": (
        "descriptor",
        {"text": "n\n1\n", "fields": [field("n")], "schema": {"missingValues": ["", "NA", "NA"]}},
    ),
    "a `homepage` that is no address, a `created` that is no date and time": (
        "descriptor",
        {"text": "n\n1\n", "fields": [field("n")], "homepage": "see the readme"},
    ),
    "a descriptor may have any name, `.yml` too": (
        "type",
        {"text": "n\nx\n", "fields": [field("n", "integer")], "file": "datapackage.yml"},
    ),
}


@pytest.mark.parametrize("difference", LENIENT)
def test_valid_here(difference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    given = dict(LENIENT[difference])
    descriptor = package(tmp_path, given.pop("text"), *given.pop("fields"), **given)
    assert rules(descriptor) == []
    assert not frictionless.validate(descriptor.name).valid


@pytest.mark.parametrize("difference", STRICT)
def test_invalid_here(difference: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rule, given = STRICT[difference]
    given = dict(given)
    descriptor = package(tmp_path, given.pop("text"), *given.pop("fields"), **given)
    assert rules(descriptor) == [rule]
    assert frictionless.validate(descriptor.name).valid


def test_what_could_not_be_followed_is_not_passed_over() -> None:
    """A value that is missing from a table which could not be read is "not checked", never passed over."""
    report = validate(Path(__file__).parent / "fixtures" / "foreign-key-to-a-missing-file")
    assert "foreignKey-not-checked" in {problem.rule for problem in report.problems}


@pytest.mark.parametrize(("second", "records"), [("id,name\n3,c\n", 2), ("3,c\n4,d\n", 3), ("\ufeff3,c\n", 2)])
def test_later_parts_may_repeat_the_header_and_lose_no_record(second: str, records: int, tmp_path: Path) -> None:
    (tmp_path / "more.csv").write_text(second, encoding="utf-8")
    descriptor = package(
        tmp_path, "id,name\n1,a\n", field("id", "integer"), field("name"), path=["data.csv", "more.csv"]
    )
    report = validate(descriptor)
    assert [table.records for table in report.tables] == [records]
    assert report.valid


def test_the_page_names_every_difference_that_is_tested_and_no_other() -> None:
    rows = [
        line.split("|")[1].strip() for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("|")
    ]
    named = {row for row in rows if row not in ("difference", "---")}
    shown_elsewhere = {
        'a value that is missing from a table which could not be read is "not checked", never passed over',
    }
    assert named == {*LENIENT, *STRICT, *shown_elsewhere}
