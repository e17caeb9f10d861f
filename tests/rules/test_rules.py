"""Every rule finds the error that was planted for it, at its line, and no other rule finds anything there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.rules.base_archive import FIXTURES, TABLES, Tables
from xiaogan_facts.rules import RULES, Rule, judge, read_source


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
def test_a_planted_error_is_found_at_its_line_by_its_rule_alone(
    planted: Planted, tables: Callable[..., Tables], text: str
) -> None:
    article = planted.folder / "article.txt"
    copy = read_source(article) if article.exists() else text

    found = judge(tables(planted.folder), copy if planted.needs_article else None)

    errors = [problem for problem in found if problem.severity == "error"]
    assert {problem.rule for problem in errors} == {planted.rule}
    assert [(problem.file, problem.line, problem.field) for problem in errors] == planted.problems
    assert all(problem.expected and problem.remedy for problem in errors)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_has_a_planted_error(rule: Rule) -> None:
    assert rule.name in {planted.rule for planted in PLANTED}


def test_the_base_archive_keeps_every_rule(tables: Callable[..., Tables], text: str) -> None:
    archive = tables()
    assert judge(archive) == []
    assert judge(archive, text) == []


def test_every_rule_is_named_apart_and_says_one_sentence() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") and rule.sentence[0].isupper() for rule in RULES)


def test_every_rule_is_on_tables_that_the_archive_has() -> None:
    assert {table for rule in RULES for table in rule.tables} <= {*TABLES, "datapackage"}
