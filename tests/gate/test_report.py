"""Reports: every form says the same problems, a million are worded as one is, and a limit is never silent."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import asdict
from functools import cache
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from xiaogan_facts.gate.report import Problem, Report, TableSummary
from xiaogan_facts.gate.report import as_json as as_json_module
from xiaogan_facts.gate.report.as_github import as_github, as_summary
from xiaogan_facts.gate.report.as_json import as_json
from xiaogan_facts.gate.report.as_junit import as_junit
from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.gate.report.findings import Finding, Problems
from xiaogan_facts.gate.report.problem import shown
from xiaogan_facts.gate.report.summary import place
from xiaogan_facts.validation import validate

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(folder.name for folder in FIXTURES.iterdir() if folder.is_dir())
TABLE = TableSummary("data", "data.csv", 2, 4, 0)


@cache
def said(fixture: str) -> Report:
    return validate(FIXTURES / fixture)


def problem(rule: str = "enum", **more: object) -> Problem:
    words = {"severity": "error", "file": "data.csv", "expected": "one of: a", "remedy": "write a", "table": "data"}
    return Problem(rule, **{**words, **more})  # type: ignore[arg-type]


def report(*findings: Finding, **more: object) -> Report:
    return Report("p", "datapackage.json", Problems(tables=(((), findings),)), (TABLE,), **more)  # type: ignore[arg-type]


def cells(*rows: tuple[int | None, str | None]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema={"line": pl.Int64, "value": pl.String}, orient="row")


@pytest.mark.parametrize("fixture", NAMES)
def test_json_holds_the_problems_of_the_report_in_their_order(fixture: str) -> None:
    judged = said(fixture)
    document = json.loads("\n".join(as_json(judged)))
    assert document["problems"] == [asdict(each) for each in judged.problems]
    assert document["valid"] == judged.valid
    assert document["errors"] + document["warnings"] + document["notices"] == len(judged.problems)


@pytest.mark.parametrize("fixture", NAMES)
def test_text_and_junit_name_every_place(fixture: str) -> None:
    judged = said(fixture)
    text = "\n".join(as_text(judged))
    tree = ET.fromstring("\n".join(as_junit(judged)))
    for each in judged.problems:
        assert place(each) in text
        assert place(each) in "".join(tree.itertext())
    failing = judged.count("error") > 0
    assert (int(tree.attrib["failures"]) > 0) == failing


def test_values_that_are_hard_to_word_come_out_of_a_column_as_they_come_out_alone() -> None:
    values = ["plain", "it's", 'a "quote"', "back\\slash", "new\nline", "nul\0", "x" * 300, "中文", "⟦", "\ue000", None]
    judged = report(Finding(problem(column=1), cells(*((n, value) for n, value in enumerate(values, start=1)))))
    document = json.loads("\n".join(as_json(judged)))
    assert document["problems"] == [asdict(each) for each in judged.problems]
    assert [each.value for each in judged.problems] == [shown(value) for value in values]


def test_problems_of_a_table_stand_by_line_and_column() -> None:
    first = Finding(problem("type", column=2), cells((3, "b"), (9, "c")))
    second = Finding(problem("enum", column=1), cells((3, "a"), (4, "d")))
    judged = Report("p", "f", Problems(tables=(((problem("label", line=1),), (first, second)),)), (TABLE,))
    places = [(each.line, each.column) for each in judged.problems]
    assert places == [(1, None), (3, 1), (3, 2), (4, 1), (9, 2)]


def test_text_says_once_what_problems_share_and_then_each_place() -> None:
    judged = report(Finding(problem(column=2, field="name"), cells((2, "x"), (3, "y"))))
    lines = list(as_text(judged))
    assert lines[:4] == [
        "data: data.csv, 2 fields, 4 records",
        "  error enum in name: expected one of: a; help: write a",
        "    data.csv:2:2  found 'x'",
        "    data.csv:3:2  found 'y'",
    ]


def test_colour_is_for_terminals_only() -> None:
    judged = report(Finding(problem(), cells((2, "x"))))
    assert "\033[31merror\033[0m" in "\n".join(as_text(judged, colour=True))
    assert "\033" not in "\n".join(as_text(judged))


@pytest.mark.parametrize("limit", [0, 1, 2, 3, 4])
def test_a_limit_shows_so_many_and_says_how_many_it_leaves_out(limit: int) -> None:
    judged = report(Finding(problem(), cells((2, "x"), (3, "y"), (4, "z"))), limit=limit)
    text = "\n".join(as_text(judged))
    assert text.count("found") == min(limit, 3)
    assert (f"{3 - limit} more problem" in text) == (limit < 3)
    document = json.loads("\n".join(as_json(judged)))
    assert (len(document["problems"]), document["problems_left_out"]) == (min(limit, 3), max(3 - limit, 0))
    assert document["errors"] == 3


def test_github_shows_the_verdict_among_the_ten_annotations_of_a_kind_and_sums_up_all() -> None:
    judged = report(Finding(problem(column=1), cells(*((n, "50%,:\n") for n in range(2, 30)))))
    lines = list(as_github(judged))
    assert "28 errors" in lines[0]
    assert lines[1].startswith("::error file=data.csv,line=2,title=enum::found '50%25,:\\n', expected one of: a")
    assert len(lines) == 10
    assert len([row for row in as_summary(judged) if "data.csv:" in row]) == 28


def test_github_shows_errors_however_many_notices_come_before_them() -> None:
    notices = Finding(problem("type", severity="notice"), cells(*((n, "x") for n in range(2, 30))))
    judged = report(notices, Finding(problem(), cells((40, "y"))))
    lines = list(as_github(judged))
    assert [line.partition(" ")[0] for line in lines].count("::notice") == 10
    assert [line for line in lines if "line=40" in line and line.startswith("::error ")]


def test_a_summary_that_github_would_refuse_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xiaogan_facts.gate.report.as_github.LARGEST_SUMMARY", 200)
    judged = report(Finding(problem(column=1), cells(*((n, "x") for n in range(100)))))
    assert list(as_summary(judged))[-1].endswith("more problems not shown.")


def test_warnings_fail_only_where_strictness_is_asked_for() -> None:
    finding = Finding(problem(severity="warning"), cells((2, "x")))
    assert report(finding).valid
    assert not report(finding, strict=True).valid
    assert report(Finding(problem(severity="notice"), cells((2, "x"))), strict=True).valid


def test_the_same_package_gives_the_same_report() -> None:
    once, again = ("\n".join(as_json(validate(FIXTURES / "foreign-key-to-nothing"))) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("fixture", NAMES)
def test_the_json_report_keeps_to_its_schema(fixture: str) -> None:
    jsonschema = import_module("jsonschema")
    schema = json.loads((Path(as_json_module.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads("\n".join(as_json(said(fixture))))
    jsonschema.validate(document, schema)
