"""Ready-made queries as people read them: one language, values with units, codes in words, in eighty columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

import pytest

from xiaogan_facts import Archive, cli, queries
from xiaogan_facts.database.for_readers import HEADINGS, NAMING, WORDS, ForReaders
from xiaogan_facts.gate.translation import Language, speaking
from xiaogan_facts.output.width import width

Ask = Callable[..., str]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    monkeypatch.delenv("COLUMNS", raising=False)

    def run(*words: str) -> str:
        assert cli.main(["query", *words]) == 0
        return capsys.readouterr().out

    return run


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", queries())
def test_every_answer_fits_eighty_columns(ask: Ask, name: str, language: Language) -> None:
    lines = ask(name, "--lang", language).splitlines()
    assert len(lines) > 3
    assert [line for line in lines if width(line) > 80] == []


@pytest.mark.parametrize("name", queries())
def test_every_column_has_a_heading_in_words(opened: Archive, name: str) -> None:
    columns = opened.query(name).columns
    stems = {re.sub(r"_(en|zh)$", "", column) for column in columns}
    assert stems - HEADINGS.keys() - {"unit_id", "comparator"} == set()


@pytest.mark.parametrize("name", queries())
def test_a_reader_of_chinese_gets_no_english_but_ids(opened: Archive, name: str) -> None:
    frame = opened.query(name)
    with speaking("zh"):
        headings, rows = ForReaders(opened.connection, "zh").told(frame.columns, frame.rows())
    assert [heading for heading in headings if re.search(r"[a-z]{3}", heading)] == []
    words = [str(cell) for row in rows for cell in row if isinstance(cell, str)]
    assert [word for word in words if re.search(r"[a-z]{3,} [a-z]{2,}", word)] == []


def test_a_value_has_its_unit_in_the_language_of_the_reader(ask: Ask) -> None:
    english, chinese = ask("targets", "--lang", "en"), ask("targets", "--lang", "zh")
    assert "> 55 billion yuan" in english
    assert "> 550亿元" in chinese
    assert "Xiaogan High-tech Zone" not in chinese


def test_other_formats_have_plain_numbers_and_all_columns(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask("targets", "--format", "csv", "--lang", "zh"))))
    assert "55000000000" in [row["value"] for row in rows]
    assert {"text_en", "text_zh", "unit_id", "comparator"} <= rows[0].keys()


def test_long_numbers_have_their_thousands_apart_in_a_table_and_years_have_not(ask: Ask) -> None:
    table = ask("SELECT 11200000000::DOUBLE AS value, 2024 AS year, 9999 AS short, -12345 AS below, 'x1234567' AS text")
    assert table.splitlines()[2].split() == ["11,200,000,000", "2024", "9999", "-12,345", "x1234567"]
    assert ask("SELECT 11200000000::DOUBLE AS value", "--format", "csv") == "value\n11200000000\n"


def test_sql_of_ones_own_is_shown_as_it_is(ask: Ask) -> None:
    assert "value_type" in ask("SELECT value_type, basis FROM facts LIMIT 1", "--lang", "zh")


def test_columns_that_name_entities_and_words_of_queries_are_words(opened: Archive) -> None:
    with speaking("zh"):
        told = ForReaders(opened.connection, "zh").told
        headings, rows = told(["said_by", "role", "time_period"], [("xia-qiyong", "subject", "../2026"), (None,) * 3])
    assert headings == ["由谁所说", "角色", "时间"]
    assert rows == [["夏齐勇", "主体", "到2026年"], [None] * 3]
    assert "said_by" in NAMING
    assert "role" in WORDS


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sayings", "-p", "who=xia-qiyon"], "there is no entity 'xia-qiyon'; did you mean 'xia-qiyong'?"),
        (["deeds", "-p", "who=夏齐勇"], "there is no entity '夏齐勇'; did you mean 'xia-qiyong'?"),
        (["paragraph", "-p", "line=99"], "the article has no line '99'; its lines are 1 to 4"),
        (["targets", "-p", "source=hubei"], "there is no article 'hubei'; did you mean 'hubei-daily-"),
        (["entity", "-p", "entity=a\x1b[31m"], "there is no entity 'a\\u001b[31m'"),
    ],
)
def test_a_parameter_that_finds_nothing_says_so(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["query", *words, "--format", "csv"]) == 0
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("words", [["sayings", "-p", "who=夏齐勇"], ["entity", "-p", "entity=华工高理"], ["traps"]])
def test_a_parameter_that_is_known_says_nothing(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["query", *words]) == 0
    assert capsys.readouterr().err == ""
