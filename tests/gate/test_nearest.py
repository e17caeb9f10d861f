"""The valid values nearest to a wrong one: found among many, and in a time that many wrong ones do not stretch."""

from __future__ import annotations

import polars as pl
import pytest

from xiaogan_facts.gate import suggest as room
from xiaogan_facts.gate.report import Problem
from xiaogan_facts.gate.report.findings import MOST_COMPARED, Finding, Problems
from xiaogan_facts.gate.suggest import Candidates

MANY = Candidates((*(f"entity-{n:05}" for n in range(20_000)), "hubei", "xiaogan"))


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("xiaogam", "xiaogan"), ("jiaogan", "xiaogan"), ("hubie", "hubei")],
)
def test_a_slip_at_either_end_is_recognised_among_many(wrong: str, right: str) -> None:
    assert right in MANY.nearest(wrong)


def test_what_is_like_none_has_no_nearest() -> None:
    assert MANY.nearest("zzz") == []
    assert Candidates(()).nearest("a") == []


def test_of_few_all_are_compared() -> None:
    few = tuple(f"{chr(97 + n % 26)}-middle-{n}" for n in range(4 * room.NEIGHBOURS))
    assert few[7] in Candidates(few).nearest("X-middle-7")


def test_no_more_than_a_thousand_different_values_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def nearest(self: Candidates, value: str) -> list[str]:
        asked.append(value)
        return ["right"]

    monkeypatch.setattr(Candidates, "nearest", nearest)
    values = [str(n // 2) for n in range(4 * MOST_COMPARED)]
    cells = pl.DataFrame({"line": range(2, len(values) + 2), "value": values})
    template = Problem("enum", "error", "t.csv", "one of: right", "use one of the listed codes")
    remedies = [p.remedy for p in Problems(tables=(((), (Finding(template, cells, Candidates(("right",))),)),))]
    assert len(asked) == MOST_COMPARED
    assert remedies[0] == "did you mean 'right'?"
    assert remedies[-1] == "use one of the listed codes"
    assert len(remedies) == len(values)


@pytest.mark.parametrize(
    ("found", "asked"),
    [
        ([], ""),
        (["a"], "did you mean 'a'?"),
        (["a", "b"], "did you mean 'a' or 'b'?"),
        (["a", "b", "it's"], "did you mean 'a', 'b' or \"it's\"?"),
    ],
)
def test_the_question_names_them_all(found: list[str], asked: str) -> None:
    assert room.question(found) == asked
