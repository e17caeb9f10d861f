"""A second article joins the archive: its rows are added, nothing of the first one changes, and each is asked alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts import Archive, queries, validate
from xiaogan_facts import open as open_archive
from xiaogan_facts.paths import DATAPACKAGE

SECOND = Path(__file__).parent / "second_article"
FIRST_ID, SECOND_ID = "hubei-daily-xiaogan-2024", "liuxi-news-2025"

ASKED_OF_THE_SECOND: dict[str, dict[str, Any]] = {
    "connections": {"entity": "liuxi-tea"},
    "entity": {"entity": "liuxi-tea"},
}
ASKED_OF_THE_SECOND |= {"deeds": {"who": "liuxi-tea"}, "paragraph": {"line": 2}}
"""The values of parameters that name something of the first article unless they are given."""


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive with the rows of the second article behind its own."""
    folder = shutil.copytree(DATAPACKAGE, tmp_path_factory.mktemp("joined") / "archive")
    for added in SECOND.glob("*.csv"):
        table = folder / added.name
        head, _, rows = added.read_text(encoding="utf-8").partition("\n")
        assert table.read_text(encoding="utf-8").startswith(f"{head}\n")
        with table.open("a", encoding="utf-8", newline="") as file:
            file.write(rows)
    return folder


@pytest.fixture(scope="module")
def both(joined: Path) -> Archive:
    return open_archive(joined)


def problems(joined: Path, *copies: Path) -> list[str]:
    report = validate(joined, source=copies)
    return [f"{problem.file}:{problem.line} {problem.rule} {problem.expected}" for problem in report.problems]


def test_the_gate_finds_nothing_in_the_two_together(joined: Path) -> None:
    assert problems(joined, SECOND / "invented.txt") == []


@pytest.mark.parametrize("unmentioned", ["hd24-m02-10", "ln25-m03-04"])
def test_each_article_is_compared_with_its_own_copy(joined: Path, article: Path, unmentioned: str) -> None:
    copies = (article, SECOND / "invented.txt")
    assert problems(joined, *copies) == []
    mentions = joined / "mentions.csv"
    rows = mentions.read_text(encoding="utf-8")
    row = next(row for row in rows.splitlines(keepends=True) if row.startswith(unmentioned))
    mentions.write_text(rows.replace(row, ""), encoding="utf-8")
    try:
        assert any("name-in-the-text-is-mentioned" in problem for problem in problems(joined, *copies))
    finally:
        mentions.write_text(rows, encoding="utf-8")


@pytest.mark.parametrize("name", queries())
def test_every_question_answers_of_the_first_what_it_answered_before(name: str, both: Archive) -> None:
    with open_archive() as alone:
        before = alone.query(name)
    assert both.query(name, source=FIRST_ID).equals(before)


@pytest.mark.parametrize("name", queries())
def test_every_question_answers_of_the_second_alone(name: str, both: Archive) -> None:
    asked = ASKED_OF_THE_SECOND.get(name, {})
    found = both.query(name, source=SECOND_ID, **asked)
    assert len(found) > 0
    ids = found.get_column("fact_id").to_list() if "fact_id" in found.columns else []
    assert all(each is None or each.startswith("ln25-") for each in ids)


def test_the_whole_is_the_two_together(both: Archive) -> None:
    money = [both.query("money", source=source).height for source in ("%", FIRST_ID, SECOND_ID)]
    assert money[0] == money[1] + money[2]
    assert min(money) > 0


def test_an_id_without_its_prefix_is_shown_where_one_article_has_it(both: Archive) -> None:
    assert both.card("o17-01").id == "hd24-o17-01"
    assert both.card("ln25-o01-01").id == "ln25-o01-01"
