"""Rules across columns: what they may say, what they find, and that an expression of anybody's does no harm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package, said
from xiaogan_facts.gate.checks import _row_expressions as expressions
from xiaogan_facts.gate.report import Problem
from xiaogan_facts.validation import validate

FIELDS = [field("start", "date"), field("end", "date"), field("n", "integer"), field("名", "string"), field("a b")]
SOUND = "2024-01-01,2024-02-01,3,abc,x"


def ruled(folder: Path, rules: Any, *records: str) -> Path:
    text = "\n".join(["start,end,n,名,a b", *records, ""])
    return package(folder, {"schema": {"fields": FIELDS, "rowRules": rules}}, text)


def broken(folder: Path, expression: str, record: str) -> bool:
    """Whether a record breaks a rule that is sound, and that another record keeps."""
    found = said(ruled(folder, [{"expression": expression}], SOUND, record))
    assert found in ([], [("rowRule", 3, None)])
    return bool(found)


@pytest.mark.parametrize(
    ("expression", "record"),
    [
        ("end >= start", "2024-03-01,2024-02-01,3,abc,x"),
        ('"end" >= start', "2024-03-01,2024-02-01,3,abc,x"),
        ("n = length(名)", "2024-01-01,2024-02-01,4,abc,x"),
        ("n < 4 OR \"a b\" = 'y'", "2024-01-01,2024-02-01,4,abc,x"),
        ("date_diff('day', start, end) <= 60", "2024-01-01,2025-02-01,3,abc,x"),
        ("CASE WHEN n > 3 THEN \"a b\" <> 'x' ELSE true END", "2024-01-01,2024-02-01,4,abc,x"),
        ("n BETWEEN 1 AND 3 AND 名 IN ('abc', 'abd') AND NOT n % 2 = 0", "2024-01-01,2024-02-01,2,abc,x"),
        ("start IS NOT NULL -- a comment", ",2024-02-01,3,abc,x"),
    ],
)
def test_a_record_that_breaks_a_rule_is_told_with_its_line(tmp_path: Path, expression: str, record: str) -> None:
    assert broken(tmp_path, expression, record)


@pytest.mark.parametrize("record", [",2024-02-01,3,abc,x", "2024-13-01,2024-02-01,3,abc,x"])
def test_a_missing_or_wrong_value_breaks_no_rule(tmp_path: Path, record: str) -> None:
    found = said(ruled(tmp_path, [{"expression": "end >= start"}], record))
    assert found in ([], [("type", 2, 1)])


def test_a_problem_says_the_rule_and_shows_the_cells(tmp_path: Path) -> None:
    rule = {"expression": "end >= start", "description": "it ends after it starts"}
    (problem,) = validate(ruled(tmp_path, [rule], "2024-03-01,2024-02-01,3,abc,x")).problems
    assert (problem.field, problem.value) == ("start, end", "2024-03-01, 2024-02-01")
    assert problem.expected == "a record of which is true: end >= start (it ends after it starts)"


def unusable(folder: Path, rules: Any) -> str:
    """Why the only rule is not usable; nothing else is wrong."""
    problems: list[Problem] = list(validate(ruled(folder, rules, SOUND)).problems)
    assert [problem.rule for problem in problems] == ["rowRule-unusable"]
    return problems[0].expected.partition(": ")[2]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("end >= begin", "there is no field 'begin' in it"),
        ("end >= ", "syntax error"),
        ("1 = 1", "it names no field"),
        ("n > 1) FROM range(10) AS t(n) WHERE (true", "it is no single expression"),
        ("n > 1); SELECT (n", "it is no single expression"),
        ("n > (SELECT max(x) FROM range(1000000000000) AS t(x))", "a subquery is not allowed"),
        ("sum(n) > 3", "the function sum is not allowed"),
        ("row_number() OVER () > n", "a window is not allowed"),
        ("length(repeat(名, 1000000000)) > 1", "the function repeat is not allowed"),
        ("getenv('HOME') = 名", "the function getenv is not allowed"),
        ("名 LIKE '%a%a%a%a%'", "the function ~~ is not allowed"),
        ("list_filter([n], x -> x > 1) = [n]", "is not allowed"),
        ("records.n > 1", "there is no field"),
        ("n > $1", "a parameter is not allowed"),
        ("*", "a star is not allowed"),
        ("n > 1" + " " * expressions.LONGEST, "it has at most 2000 characters"),
    ],
)
def test_an_expression_that_does_more_than_compare_fields_is_refused(
    tmp_path: Path, expression: str, reason: str
) -> None:
    assert reason in unusable(tmp_path, [{"expression": expression}])


@pytest.mark.parametrize("rules", [7, "end >= start", {}, [7], [{}], [{"expression": 7}], [{"expression": " "}]])
def test_a_rule_of_a_wrong_kind_is_told(tmp_path: Path, rules: Any) -> None:
    assert "a rule is an object like" in unusable(tmp_path, rules)


def test_a_rule_that_fails_on_a_value_is_said_not_to_be_checked_once(tmp_path: Path) -> None:
    folder = ruled(tmp_path, [{"expression": "CAST(名 AS INTEGER) > n"}], SOUND, SOUND)
    assert said(folder) == [("rowRule-not-checked", None, None)]
