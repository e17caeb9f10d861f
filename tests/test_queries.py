"""The ready-made queries, each run on the archive itself."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from xiaogan_facts import queries
from xiaogan_facts.database.queries import read

Row = dict[str, Any]
Ask = Callable[..., list[Row]]

UNNAMED = "not named; perhaps a speaker"
"""How `sayings` calls whoever speaks where the article names nobody."""


@pytest.fixture(scope="module")
def ask(sealed: duckdb.DuckDBPyConnection) -> Ask:
    """Run a ready-made query; its rows by the names of their columns."""
    ready = queries()

    def asked(name: str, **given: str) -> list[Row]:
        cursor = sealed.execute(ready[name].sql, ready[name].values(given) or None)
        columns = [column[0] for column in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    return asked


def test_there_are_at_least_twelve_queries_each_titled_in_both_languages() -> None:
    found = queries()
    assert len(found) >= 12
    for name, query in found.items():
        assert re.fullmatch(r"[A-Z][ -~]+\?", query.title_en), name
        assert re.fullmatch(r"\S*[\u4e00-\u9fff]\S*？|.*[\u4e00-\u9fff].*？", query.title_zh), name


@pytest.mark.slow
def test_every_query_answers_and_leads_back_to_facts_or_rows(ask: Ask) -> None:
    for name in queries():
        rows = ask(name)
        assert rows, name
        assert {"fact_id", "facts", "row_id"} & set(rows[0]), name


def test_every_query_has_a_test_of_its_own() -> None:
    tested = set(re.findall(r"""ask\("([a-z-]+)\"""", Path(__file__).read_text(encoding="utf-8")))
    assert set(queries()) == tested


def test_targets_come_with_their_deadline_and_the_fund_without_one(ask: Ask) -> None:
    found = ask("targets")
    due_2026 = {(row["value"], row["comparator"]) for row in found if row["due"] == datetime.date(2026, 12, 31)}
    assert due_2026 == {(60, "<="), (5, "<="), (55_000_000_000, ">")}
    (fund,) = [row for row in found if row["value"] == 10_000_000_000]
    assert (fund["due"], fund["unit_id"]) == (None, "yuan")
    assert "fund-is-a-target" in fund["caveats"]
    assert not any("70th" in row["text_en"] for row in found)


def test_the_forecast_is_revenue_over_a_hundred_million_this_year(ask: Ask) -> None:
    (revenue,) = [row for row in ask("forecasts") if row["value"] == 100_000_000]
    assert (revenue["unit_id"], revenue["time_period"]) == ("yuan", "../2024")
    assert "超过1亿元" in revenue["text_zh"]
    assert not any("160" in row["text_en"] for row in ask("forecasts"))


def test_sayings_are_quotations_and_can_be_asked_of_one_speaker(ask: Ask) -> None:
    everybody = ask("sayings")
    assert {"Xia Qiyong", "China Academy of Information and Communications Technology"} <= {
        row["who_en"] for row in everybody
    }
    named = [row for row in everybody if row["who_en"] != UNNAMED]
    assert {row["how"] for row in named} == {"direct_quotation", "indirect_quotation", "cited_test"}
    alone = ask("sayings", who="夏齐勇")
    assert {row["who_en"] for row in alone} == {"Xia Qiyong", UNNAMED}
    assert alone == ask("sayings", who="xia-qiyong")


def test_words_that_may_still_be_a_speakers_come_last_with_the_caveat_that_says_so(ask: Ask) -> None:
    found = ask("sayings", who="xia-qiyong")
    perhaps = [row for row in found if row["who_en"] == UNNAMED]
    assert found[-len(perhaps) :] == perhaps
    assert all({"whose-words", "views-without-speaker"} & set(row["caveats"]) for row in perhaps)


def test_a_world_first_and_a_national_first_are_two_claims(ask: Ask) -> None:
    firsts = [row for row in ask("firsts") if row["claim_en"] == "first of its kind"]
    assert any("transport vehicle" in row["text_en"] and row["among_en"] == "World" for row in firsts)
    assert any("Hongyang" in row["text_en"] and row["among_zh"] == "全国" for row in firsts)
    assert all(row["said_by"] for row in firsts)


def test_paragraph_17_tells_of_the_project_of_11_2_billion(ask: Ask) -> None:
    texts = [row["text_en"] for row in ask("paragraph")]
    assert any("total investment" in text and "11.2 billion yuan" in text for text in texts)
    assert all(row["char_start"] < row["char_end"] for row in ask("paragraph", line="38"))
    assert ask("paragraph", line="999") == []


def test_the_timeline_runs_from_the_founding_to_the_targets(ask: Ask) -> None:
    found = ask("timeline")
    assert (found[0]["begins"], "1997" in found[0]["text_en"]) == (datetime.date(1997, 1, 1), True)
    begins = [row["begins"] or row["ends"] for row in found]
    assert begins == sorted(begins)
    assert {"target", "forecast", "actual", "ongoing"} == {row["value_type"] for row in found}
    interview, conference = (
        next(row for row in found if words in row["text_en"]) for words in ("5G Studio", "CHIP 2024")
    )
    assert interview["ends"] < conference["begins"]


def test_money_is_in_full_yuan_and_says_what_is_only_aimed_at(ask: Ask) -> None:
    sums = {(row["yuan"], row["comparator"], row["value_type"]) for row in ask("money")}
    assert sums == {
        (55_000_000_000, ">", "target"),
        (11_920_000_000, None, "actual"),
        (11_200_000_000, None, "planned"),
        (10_000_000_000, None, "target"),
        (2_550_000_000, None, "actual"),
        (100_000_000, ">", "forecast"),
    }


def test_ranks_tell_sixth_of_21_from_70th_of_178_and_both_from_the_targets(ask: Ask) -> None:
    ranks = {(row["position"], row["of_how_many"], row["value_type"], row["comparator"]) for row in ask("ranks")}
    assert ranks >= {
        (6, 21, "actual", None),
        (70, 178, "actual", None),
        (5, None, "target", "<="),
        (60, None, "target", "<="),
    }


def test_growth_says_that_its_base_is_not_said(ask: Ask) -> None:
    found = ask("growth")
    assert {(row["percent"], row["time_period"]) for row in found} == {
        (19.1, "2024-01/2024-06"),
        (18.9, "2024-01/2024-06"),
    }
    assert {(row["against_en"], row["against_zh"]) for row in found} == {("The article does not say", "文章没有说明")}


def test_traps_name_the_facts_that_they_touch(ask: Ask, sealed: duckdb.DuckDBPyConnection) -> None:
    traps = {row["caveat_id"]: row for row in ask("traps")}
    assert {
        "fund-is-a-target",
        "keep-top-five-from-sixth",
        "four-firms-five-flowers",
        "favour-is-not-investment",
    } <= set(traps)
    known = {row[0] for row in sealed.execute("SELECT fact_id FROM facts").fetchall()}
    assert all(set(row["facts"]) <= known for row in traps.values())


def test_coverage_leaves_no_passage_of_facts_without_a_fact_and_no_mention_unresolved(
    ask: Ask, sealed: duckdb.DuckDBPyConnection
) -> None:
    found = {row["disposition"]: row for row in ask("coverage")}
    assert found["facts"]["passages_with_facts"] == found["facts"]["passages"] > 50
    for row in found.values():
        assert row["mentions"] == row["carried_by_a_fact"] + row["naming_an_entity"] + row["no_fact"]
    facts, mentions = sealed.execute("SELECT (SELECT count(*) FROM facts), (SELECT count(*) FROM mentions)").fetchall()[
        0
    ]
    assert sum(row["facts"] for row in found.values()) == facts
    assert sum(row["mentions"] for row in found.values()) == mentions
    assert round(sum(row["percent_of_passages"] for row in found.values())) == 100


def test_silang_technology_is_one_step_from_the_zone_and_two_from_its_fellow_firms(ask: Ask) -> None:
    steps = {row["name_en"]: row["steps"] for row in ask("connections")}
    assert (steps["Xiaogan High-tech Zone"], steps["Jinguan Technology"]) == (1, 2)
    assert "Silang Technology" not in steps
    assert {row["by_way_of_en"] for row in ask("connections") if row["steps"] == 1} == {None}
    assert ask("connections", entity="nobody") == []


def test_four_firms_settled_and_shanghai_alliance_is_not_among_them(ask: Ask) -> None:
    settled = {
        row["company_zh"]
        for row in ask("companies")
        if row["fact_id"].startswith("hd24-e25") and row["text_en"].split(", ")[1].startswith(row["company_en"])
    }
    assert settled == {"思朗科技", "近观科技", "德睿光电", "元臻微电"}
    assert "上海联和投资有限公司" in {row["company_zh"] for row in ask("companies")}


def test_a_company_leads_to_the_superlatives_and_sums_of_its_products_and_projects(ask: Ask) -> None:
    told = {(row["company_en"], row["fact_id"]) for row in ask("companies")}
    assert {
        ("Hangtian Heavy Industry", "hd24-c12-01"),
        ("Hongyang Company", "hd24-c12-02"),
        ("Silang Technology", "hd24-o17-01"),
    } <= told


def test_people_come_with_their_offices(ask: Ask) -> None:
    offices = {row["object_zh"] for row in ask("people") if row["person_en"] == "Xia Qiyong"}
    assert {"孝感市副市长", "孝感高新区党工委第一书记"} <= offices


def test_three_of_nine_titles_are_named(ask: Ask) -> None:
    titles = {row["honour_en"] for row in ask("honours") if row["whose_en"] == "Xiaogan High-tech Zone"}
    assert len([title for title in titles if title.startswith("National")]) == 3


def test_an_entity_is_asked_for_by_id_or_by_name_in_either_language(ask: Ask) -> None:
    by_id, by_name = ask("entity", entity="huagong-gaoli"), ask("entity", entity="华工高理")
    assert {row["entity_id"] for row in by_id} == {"huagong-gaoli"}
    assert {row["fact_id"] for row in by_id} <= {row["fact_id"] for row in by_name}
    assert any("annual capacity" in row["text_en"] for row in by_id)
    assert {"subject", "agent", "speaker"} >= {row["role"] for row in ask("entity", entity="xia-qiyong")}
    assert len(ask("entity")) > 60


def test_an_entity_without_a_fact_is_found_in_the_words_of_others(ask: Ask) -> None:
    assert {(row["role"], row["fact_id"]) for row in ask("entity", entity="valley-of-death")} == {
        ("named", "hd24-r21-05"),
        ("named", "hd24-s40-01"),
    }


def test_every_entity_is_answered_for(ask: Ask, sealed: duckdb.DuckDBPyConnection) -> None:
    entities = {entity for (entity,) in sealed.execute("SELECT entity_id FROM entities").fetchall()}
    answered = {row["entity_id"] for row in ask("entity", entity="") if row["fact_id"]}  # every name holds ""
    assert answered == entities


def test_deeds_are_told_in_order_of_time_and_those_without_a_date_last(ask: Ask) -> None:
    found = ask("deeds")
    dates = [row["begins"] or row["ends"] for row in found]
    dated = [date for date in dates if date]
    assert dates == sorted(dated) + [None] * (len(dates) - len(dated))
    assert {"actual", "ongoing", "target"} == {row["value_type"] for row in found}
    [approved] = ask("deeds", who="state-council")
    assert approved["begins"] == datetime.date(2012, 1, 1)
    assert ask("deeds", who="state-council", since="2013-01-01") == []


def test_percentages_are_shares_and_rates_of_growth(ask: Ask) -> None:
    found = {(row["percent"], row["out_of"]) for row in ask("percentages")}
    assert found == {(60, 10), (19.1, None), (18.9, None)}


def test_unsaid_are_the_ranked_behind_the_targets_and_the_date_of_publication(ask: Ask) -> None:
    unsaid = {(row["table_name"], row["unsaid"]) for row in ask("unsaid")}
    assert {("sources", "published"), ("observations", "number_of_items"), ("observations", "growth_base")} <= unsaid


def test_what_the_article_counts_is_what_the_archive_names_or_says_that_it_does_not(
    sealed: duckdb.DuckDBPyConnection,
) -> None:
    teams = sealed.execute("SELECT value, value_type FROM facts WHERE text_en LIKE '%research teams%' AND value > 1")
    assert teams.fetchall() == [(160, "actual")]


def test_inferences_tell_from_what_they_were_drawn(ask: Ask) -> None:
    found = ask("inferences")
    assert len(found) > 40
    assert all(row["note_en"] and row["note_zh"] and row["caveats"] for row in found)


def test_a_query_without_its_two_titles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.sql").write_text("-- Only one?\nSELECT 1;\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"bare\.sql: its first two lines"):
        read(tmp_path / "bare.sql")


def test_a_parameter_is_read_from_its_line(tmp_path: Path) -> None:
    sql = "-- What?\n-- 什么？\n-- $name = a-b: what it is / 它是什么\n\nSELECT $name;\n"
    (tmp_path / "one.sql").write_text(sql, encoding="utf-8")
    query = read(tmp_path / "one.sql")
    assert (query.name, query.title_en, query.title_zh) == ("one", "What?", "什么？")
    (parameter,) = query.parameters
    assert (parameter.name, parameter.default) == ("name", "a-b")
    assert (parameter.meaning_en, parameter.meaning_zh) == ("what it is", "它是什么")
    assert query.values({}) == {"name": "a-b"}
    assert query.values({"name": "c"}) == {"name": "c"}
