"""What its reader leaves out of a report is left out, counted, and told apart from what was not found."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import xiaogan_facts
from tests.gate.packages import field, package
from xiaogan_facts import cli
from xiaogan_facts.gate.report import InvalidError
from xiaogan_facts.validation import validate

SARIF = Path(__file__).parent / "schemas" / "sarif-2.1.0-rtm.5.json"

SCHEMA = {"fields": [field("id", "integer"), field("grade", enum=["a", "b"]), field("name", enum=["Ann"])]}
WRONG = "id,grade,name\n1,a,Ann\n2,c,Bob\n3,c,Ann\nx,a,Ann\n"
"""Errors: grade in lines 3 and 4, name in 3, id in 5."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a package in it."""
    monkeypatch.chdir(tmp_path)
    return package(tmp_path, {"schema": SCHEMA}, WRONG)


def judged(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = cli.main(["validate", ".", *words, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def found(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(each["rule"], each["severity"], each["line"]) for each in report["problems"]]


ALL = [("enum", "error", 3), ("enum", "error", 3), ("enum", "error", 4), ("type", "error", 5)]


def test_a_rule_is_ignored_wholly_or_for_one_field(capsys: pytest.CaptureFixture[str]) -> None:
    assert found(judged(capsys)[1]) == ALL
    code, report = judged(capsys, "--ignore", "enum:grade")
    assert (code, found(report), report["ignored"]) == (1, [ALL[0], ALL[3]], 2)
    code, report = judged(capsys, "--ignore", "enum", "--ignore", "type:id")
    assert (code, found(report), report["ignored"], report["valid"]) == (0, [], 4, True)


def test_the_sum_says_how_many_are_ignored(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", ".", "--ignore", "enum", "--ignore", "type"]) == 0
    assert "p is valid: no problems (4 ignored) in 1 table with 4 records." in capsys.readouterr().out


def test_an_error_is_made_a_warning_which_strict_makes_fail_again(capsys: pytest.CaptureFixture[str]) -> None:
    code, report = judged(capsys, "--warn", "enum", "--warn", "type")
    assert (code, found(report)) == (0, [(rule, "warning", line) for rule, _, line in ALL])
    assert judged(capsys, "--warn", "enum", "--warn", "type", "--strict")[0] == 1


@pytest.mark.parametrize("option", ["--ignore", "--warn"])
def test_a_rule_that_does_not_exist_is_not_ignored_in_silence(capsys: pytest.CaptureFixture[str], option: str) -> None:
    assert cli.main(["validate", ".", option, "enumm"]) == 2
    assert "there is no rule 'enumm'; did you mean 'enum'" in capsys.readouterr().err


def test_a_rule_of_the_archive_can_be_ignored_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(capsys, "--ignore", "english-is-english")[0] == 1


def test_of_what_a_baseline_has_only_what_is_new_is_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    cli.main(["validate", ".", "--format", "json"])
    (folder / "known.json").write_text(capsys.readouterr().out, encoding="utf-8")
    code, report = judged(capsys, "--baseline", "known.json")
    assert (code, found(report), report["known"]) == (0, [], 4)
    lines = WRONG.splitlines()
    (folder / "data.csv").write_text("\n".join([lines[0], "7,a,Ann", *lines[1:], "8,c,Ann", ""]), encoding="utf-8")
    code, report = judged(capsys, "--baseline", "known.json")
    assert (code, found(report), report["known"]) == (1, [("enum", "error", 7)], 4)


def test_a_baseline_of_several_packages_is_read(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    cli.main(["validate", ".", "data.csv", "--format", "json"])
    (folder / "known.json").write_text(capsys.readouterr().out, encoding="utf-8")
    assert judged(capsys, "--baseline", "known.json")[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "the baseline cannot be read"),
        ("[]", "this is no baseline"),
        ("{", "this is no baseline"),
        ('{"problems": [{}]}', "this is no baseline"),
        ('{"problems": [], "problems_left_out": 3}', "this baseline lacks 3 problems"),
    ],
)
def test_what_is_no_baseline_is_refused(
    capsys: pytest.CaptureFixture[str], folder: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (folder / "known.json").write_text(text, encoding="utf-8")
    assert cli.main(["validate", ".", "--baseline", "known.json"]) == 2
    assert said in capsys.readouterr().err


def test_quiet_says_nothing_of_what_is_valid(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert cli.main(["validate", ".", "--quiet"]) == 1
    assert "data.csv:3:2" in capsys.readouterr().out
    assert cli.main(["validate", "data.csv", "--quiet"]) == 0
    assert capsys.readouterr().out == ""


def settings(folder: Path, text: str) -> None:
    (folder / "pyproject.toml").write_text(f"[tool.xiaogan-facts]\n{text}", encoding="utf-8")


def test_the_project_says_the_same_as_the_options(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    settings(folder, 'packages = ["."]\nignore = ["enum:grade"]\nwarn = ["enum:name"]\nlimit = 1\n')
    assert cli.main(["validate", "--ignore", "type", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (found(report), report["ignored"]) == ([("enum", "warning", 3)], 3)
    settings(folder, 'packages = ["."]\nignore = ["enum:grade", "type"]\nwarn = ["enum:name"]\nstrict = true\n')
    assert cli.main(["validate"]) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ignored = []\n", "has no setting 'ignored'; did you mean 'ignore'?"),
        ('ignore = "enum"\n', "ignore is a list of texts, not 'enum'"),
        ("strict = 1\n", "strict is true or false, not 1"),
        ("limit = -1\n", "limit is a whole number from 0 on"),
        ("limit = \n", "this is no TOML"),
    ],
)
def test_a_wrong_setting_is_said(capsys: pytest.CaptureFixture[str], folder: Path, text: str, said: str) -> None:
    settings(folder, text)
    assert cli.main(["validate", "."]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [["."], [".", "data.csv"], [".", "--limit", "1"], ["data.csv"]])
def test_sarif_is_valid_and_has_every_problem_that_is_shown(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    code = cli.main(["validate", *words, "--format", "sarif"])
    document = json.loads(capsys.readouterr().out)
    import_module("jsonschema").validate(document, json.loads(SARIF.read_text(encoding="utf-8")))
    (run,) = document["runs"]
    results = [
        (each["ruleId"], each["level"], each["locations"][0]["physicalLocation"]["region"]["startLine"])
        for each in run["results"]
    ]
    assert code == (1 if "." in words else 0)
    assert results == (ALL if "." in words else [])[: 1 if "--limit" in words else None]
    assert {run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] for each in run["results"]} <= {"enum", "type"}


def test_the_problems_are_a_frame(folder: Path) -> None:
    frame = validate(folder).frame()
    assert frame.select("rule", "severity", "line").rows() == ALL
    assert frame["value"].to_list() == ["c", "Bob", "c", "x"]


def test_a_report_raises_if_it_is_not_valid(folder: Path) -> None:
    with pytest.raises(InvalidError, match=r"(?s)^p is not valid\ndata\.csv:3: .*data\.csv:5: expected") as raised:
        validate(folder).raise_for_errors()
    assert raised.value.report.count("error") == 4
    assert isinstance(raised.value, xiaogan_facts.Error)
    (folder / "data.csv").write_text("id,grade,name\n1,a,Ann\n", encoding="utf-8")
    validate(folder).raise_for_errors()
