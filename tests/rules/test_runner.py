"""The rules' runner names what it could not check, keeps its order, and lets pandera judge."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict

import polars as pl
import pytest

from tests.rules.base_archive import FIXTURES, TABLES, Frames
from xiaogan_facts.rules import RULES, run_rules
from xiaogan_facts.rules.runner import RULES_NOT_CHECKED, RuleCheck

Read = Callable[..., Frames]


@pytest.mark.parametrize("table", TABLES)
def test_without_a_table_its_rules_are_skipped_with_one_notice(table: str, tables: Read, text: str) -> None:
    archive = tables()
    del archive[table]

    found = run_rules(archive, [text])

    assert {problem.severity for problem in found} == {"notice"}
    mine = {rule.name for rule in RULES if table in rule.tables}
    if table == "sources":  # without it, no copy is the one on record
        mine = {rule.name for rule in RULES if table in rule.tables and not rule.needs_article}
    [notice] = [problem for problem in found if problem.expected.startswith(f"the table {table} whole")]
    assert notice.rule == RULES_NOT_CHECKED
    assert mine <= set(notice.expected.partition(": ")[2].split(", "))


@pytest.mark.parametrize(
    ("table", "column", "rule"),
    [
        ("observations", "printed", "figure-reads-as-its-value"),
        ("indicators", "unit_id", "figure-is-in-the-unit-of-its-indicator"),
        ("passages", "char_end", "fact-lies-in-one-passage"),
        ("mentions", "fact_id", "figure-is-mentioned"),
    ],
)
def test_without_a_column_the_rules_that_need_it_are_skipped_with_a_notice(
    table: str, column: str, rule: str, tables: Read
) -> None:
    archive = tables()
    archive[table] = archive[table].drop(column)

    found = run_rules(archive)

    assert {problem.severity for problem in found} == {"notice"}
    [skipped] = [problem for problem in found if rule in problem.expected.partition(": ")[2].split(", ")]
    assert skipped.expected.startswith(f"the column {column} of {table} whole")


@pytest.mark.parametrize("table", TABLES)
def test_cells_without_values_are_left_to_the_checks(table: str, tables: Read, text: str) -> None:
    archive = tables()
    kinds = archive[table].schema
    empty = [pl.lit(None, kind).alias(column) for column, kind in kinds.items() if column != "@line"]
    archive[table] = archive[table].with_columns(empty)

    found = run_rules(archive, [text])

    assert all(problem.value is None or problem.table != table for problem in found)


@pytest.mark.parametrize("table", TABLES)
def test_codes_and_ids_that_there_are_not_are_left_to_the_checks(table: str, tables: Read, text: str) -> None:
    archive = tables()
    texts = [column for column, kind in archive[table].schema.items() if kind == pl.String]
    for wrong in ("", "nonsense"):
        for column in texts:
            changed = archive[table].with_columns(pl.lit(wrong).alias(column))
            run_rules({**archive, table: changed}, [text])


def test_numbers_that_the_schema_refuses_are_left_to_the_checks(tables: Read) -> None:
    archive = tables()
    archive["observations"] = archive["observations"].with_columns(
        pl.lit(10**18, pl.Int64).alias("multiplier"), pl.lit(float("nan")).alias("value")
    )
    assert run_rules(archive) == []


@pytest.mark.parametrize(
    ("table", "column", "kind"),
    [
        ("observations", "char_start", pl.String),
        ("sources", "reports_until", pl.String),
        ("mentions", "printed", pl.Int64),
    ],
)
def test_a_column_of_another_type_than_ours_counts_as_absent(
    table: str, column: str, kind: type[pl.DataType], tables: Read, text: str
) -> None:
    archive = tables()
    archive[table] = archive[table].with_columns(pl.lit(None).cast(kind).alias(column))

    found = run_rules(archive, [text])

    assert {problem.severity for problem in found} == {"notice"}
    assert any(f"the column {column} of {table}" in problem.expected for problem in found)


def test_a_deep_descriptor_is_searched_to_its_bottom(tables: Read, text: str) -> None:
    descriptor: dict[str, object] = {"title": text.split("\n")[2]}
    for _ in range(2000):
        descriptor = {"a": descriptor}
    assert [problem.rule for problem in run_rules(tables(), [text], descriptor)] == ["text-is-not-repeated"]


def test_tables_of_other_names_are_not_judged(tables: Read) -> None:
    assert run_rules({**tables(), "guests": pl.DataFrame({"name_zh": ["no Chinese"], "@line": [2]})}) == []


def test_empty_tables_keep_the_rules_on_their_rows(tables: Read) -> None:
    assert run_rules({table: frame.clear() for table, frame in tables().items()}) == []


def test_an_article_without_passages_is_said_once(tables: Read) -> None:
    archive = tables()
    archive["passages"] = archive["passages"].clear()
    assert {problem.rule for problem in run_rules(archive)} == {"passages-reach-the-end"}


def test_problems_come_in_the_order_of_tables_and_lines(tables: Read, text: str) -> None:
    names = ("caveat-on-an-unknown-fact", "comparator-is-missing", "thirtieth-of-february")
    archive = tables(*(FIXTURES / name for name in names))

    found = run_rules(archive, [text])

    assert found == run_rules(archive, [text])
    order = list(archive)
    places = [(order.index(problem.file.removesuffix(".csv")), problem.line) for problem in found]
    assert len(places) == len(names)
    assert places == sorted(places)


def test_a_wrong_copy_is_one_error_and_a_notice_that_nothing_else_was_compared(tables: Read, text: str) -> None:
    found = run_rules(tables(FIXTURES / "figure-that-no-mention-accounts-for"), [text + "!"])
    assert [(problem.rule, problem.severity) for problem in found] == [
        ("article-is-the-one-on-record", "error"),
        ("article-is-the-one-on-record", "notice"),
    ]


def test_the_descriptor_is_searched_for_the_article(tables: Read, text: str) -> None:
    descriptor = {"name": "xiaogan-facts", "resources": [{"title/zh": text.split("\n")[2]}, {"title": "Facts"}]}
    [problem] = run_rules(tables(), [text], descriptor)
    assert (problem.rule, problem.file, problem.line) == ("text-is-not-repeated", "datapackage.json", None)
    assert problem.field == "/resources/0/title~1zh"


def test_a_sentence_of_the_article_is_found_in_the_other_script_too(tables: Read, text: str) -> None:
    simplified = "2024年柳溪镇春季茶叶博览会暨山货展销大会在白露茶厂开幕"
    [problem] = run_rules(tables(), [text], {"name": "xiaogan-facts", "title": simplified})
    assert (problem.rule, problem.field) == ("text-is-not-repeated", "/title")


def test_a_message_names_the_nearest_id_and_the_physical_line(tables: Read) -> None:
    [unknown] = run_rules(tables(FIXTURES / "mention-of-an-unknown-fact"))
    assert "did you mean 'ln24-o05-0" in unknown.remedy
    assert unknown.value == "ln24-o05-03"
    [clash] = run_rules(tables(FIXTURES / "alias-is-anothers-name"))
    assert "liuxi-town (line 7 of entities.csv)" in clash.expected


def test_values_are_shown_as_the_file_holds_them(tables: Read) -> None:
    [near] = run_rules(tables(FIXTURES / "near-figure-is-not-marked"))
    assert near.value == "false"
    [value] = run_rules(tables(FIXTURES / "value-is-not-what-is-printed"))
    assert value.value == "21"
    assert "12 with the multiplier 4: 12萬畝 reads as 120000" in value.expected


def test_pandera_makes_the_verdict(tables: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    check = RuleCheck.check

    def ask(rule_check: RuleCheck) -> object:
        asked.append(rule_check.rule.name)
        return check(rule_check)

    monkeypatch.setattr(RuleCheck, "check", ask)
    run_rules(tables())
    assert set(asked) == {rule.name for rule in RULES if not rule.needs_article}


def test_the_verdict_stands_where_the_environment_switches_pandera_off(
    tables: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pandera.config import CONFIG

    monkeypatch.setattr(CONFIG, "validation_enabled", False)
    assert run_rules(tables(FIXTURES / "comparator-is-missing"))


def test_a_rule_that_breaks_is_not_taken_for_one_that_holds(tables: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("xiaogan_facts.rules.figures.read", broken)
    with pytest.raises(Exception, match="ZeroDivisionError"):
        run_rules(tables())


def test_a_problem_points_at_its_cell_in_values_that_json_can_hold(tables: Read) -> None:
    [problem] = run_rules(tables(FIXTURES / "comparator-is-missing"))
    assert json.loads(json.dumps(asdict(problem))) == asdict(problem)
    assert (problem.file, problem.table, problem.line, problem.field) == (
        "observations.csv", "observations", 5, "comparator",
    )  # fmt: skip
    lines = (FIXTURES / "comparator-is-missing" / "observations.csv").read_text("utf-8").splitlines()
    assert problem.column == lines[0].split(",").index("comparator") + 1
    assert problem.value is None
