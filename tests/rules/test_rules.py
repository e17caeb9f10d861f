"""Every rule finds the error that was planted for it, at its line, and no other rule finds anything there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules.base_archive import BASE, FIXTURES, TABLES, lay_out
from xiaogan_facts import validate
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.paths import SCHEMAS
from xiaogan_facts.rules import RULES, Rule
from xiaogan_facts.rules.identity import USES
from xiaogan_facts.rules.rows import KEYS


@dataclass(frozen=True)
class Planted:
    """A named folder: what is wrong in it, which rule says so, and where."""

    folder: Path
    rule: str
    needs_article: bool
    problems: list[tuple[str, int, str]]

    @classmethod
    def read(cls, folder: Path) -> Planted:
        said = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        where = [(each["file"], each["line"], each["field"]) for each in said["problems"]]
        return cls(folder, said["rule"], said["source"], where)


PLANTED = [Planted.read(folder) for folder in sorted(FIXTURES.iterdir())]


def folder_of(planted: Planted) -> str:
    return planted.folder.name


@pytest.mark.parametrize("planted", PLANTED, ids=folder_of)
def test_a_planted_error_is_found_at_its_line_by_its_rule_alone(planted: Planted, tmp_path: Path) -> None:
    """The whole gate is run, so that no check of a schema may say it too."""
    own = planted.folder / "invented.txt"
    copy = own if own.exists() else BASE / "invented.txt"

    report = validate(lay_out(tmp_path, planted.folder), source=[copy] if planted.needs_article else [])

    found = [problem for problem in report.problems if problem.severity != "notice"]
    assert {problem.rule for problem in found} == {planted.rule}
    assert [(problem.file, problem.line, problem.field) for problem in found] == planted.problems
    assert all(problem.expected and problem.remedy for problem in found)
    assert not report.valid


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_planted_error(rule: Rule) -> None:
    assert rule.name in {planted.rule for planted in PLANTED}


def test_the_base_archive_keeps_every_rule(tmp_path: Path) -> None:
    descriptor = lay_out(tmp_path)
    assert [problem for problem in validate(descriptor).problems if problem.severity != "notice"] == []
    compared = validate(descriptor, source=BASE / "invented.txt").problems
    assert [problem for problem in compared if problem.severity != "notice"] == []


def test_every_rule_is_named_apart_and_says_one_sentence() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") and rule.sentence[0].isupper() for rule in RULES)


def test_every_rule_is_on_tables_that_the_archive_has() -> None:
    assert {table for rule in RULES for table in rule.tables} <= {*TABLES, "datapackage"}


def test_keys_and_uses_are_those_of_the_schemas() -> None:
    schemas = {file.stem: json.loads(file.read_text("utf-8")) for file in SCHEMAS.glob("*.json")}
    assert {table: [key] for table, key in KEYS.items()} == {name: each["primaryKey"] for name, each in schemas.items()}
    for table, uses in USES.items():
        assert set(uses) == {
            (name, key["fields"][0])
            for name, each in schemas.items()
            for key in each.get("foreignKeys", ())
            if key["reference"]["resource"] == table
        }


def test_a_copy_of_the_article_is_refused_for_another_package(small_package: Path) -> None:
    with pytest.raises(CannotRunError, match="is for the package xiaogan-facts, and this is 'small'"):
        validate(small_package, source=BASE / "invented.txt")
