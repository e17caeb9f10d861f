"""The view `facts`: every fact table in one shape, each fact a sentence in both languages."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from xiaogan_facts import connect

COLUMNS = (
    "fact_id, fact_table, subject_id, subject_zh, subject_en, predicate_zh, predicate_en, object_id, object_zh, "
    "object_en, value, unit_id, number_of_items, comparator, value_type, time_period, attributed_to_id, "
    "attribution_type, source_id, passage_id, line, char_start, char_end, text_en, text_zh, caveats, "
    "basis, note_en, note_zh, time_basis, agent_id, place_id, ratio, scope"
)


def fact(connection: duckdb.DuckDBPyConnection, key: str) -> dict[str, Any]:
    found = connection.execute("FROM facts WHERE fact_id = ?", [key])
    names = [column[0] for column in found.description]
    (row,) = found.fetchall()
    return dict(zip(names, row, strict=True))


def test_the_columns_are_those_of_the_interface_in_its_order(tiny: duckdb.DuckDBPyConnection) -> None:
    assert ", ".join(row[0] for row in tiny.execute("DESCRIBE facts").fetchall()) == COLUMNS


def test_every_row_of_the_five_fact_tables_is_a_fact_once(tiny: duckdb.DuckDBPyConnection) -> None:
    counted = tiny.execute("SELECT fact_table, count(*), count(DISTINCT fact_id) FROM facts GROUP BY ALL ORDER BY ALL")
    assert counted.fetchall() == [
        ("claims", 1, 1),
        ("events", 2, 2),
        ("observations", 11, 11),
        ("relations", 3, 3),
        ("statements", 2, 2),
    ]


@pytest.mark.parametrize(
    ("key", "value"),
    [("lg30-o02-01", 11_200_000_000), ("lg30-o02-04", 11_920_000_000), ("lg30-o02-06", 6), ("lg30-o02-08", 19.1)],
)
def test_the_value_is_in_full_and_exact(tiny: duckdb.DuckDBPyConnection, key: str, value: float) -> None:
    assert fact(tiny, key)["value"] == value


@pytest.mark.parametrize(("key", "ratio"), [("lg30-o02-09", 0.6), ("lg30-o02-08", 0.191), ("lg30-o02-05", None)])
def test_a_share_and_a_percentage_are_a_ratio(tiny: duckdb.DuckDBPyConnection, key: str, ratio: float | None) -> None:
    assert fact(tiny, key)["ratio"] == ratio


def test_the_scope_of_a_claim_is_its_own_and_that_of_a_figure_its_indicators(tiny: duckdb.DuckDBPyConnection) -> None:
    assert [fact(tiny, key)["scope"] for key in ("lg30-c02-01", "lg30-o02-06", "lg30-o02-01")] == [
        "world",
        "country",
        None,
    ]


def test_a_fact_tells_who_does_it_and_whether_it_was_inferred(tiny: duckdb.DuckDBPyConnection) -> None:
    approved = fact(tiny, "lg30-e02-02")
    assert (approved["subject_id"], approved["object_id"], approved["agent_id"]) == (
        "lake-zone",
        "good-zone-title",
        "lake-city",
    )
    office = fact(tiny, "lg30-r02-02")
    assert (office["basis"], office["note_en"]) == ("read_from_name", "Read from the name.")


def test_each_fact_reads_as_its_sentence_in_both_languages(tiny: duckdb.DuckDBPyConnection) -> None:
    found = fact(tiny, "lg30-s02-02")
    assert (found["text_en"], found["text_zh"]) == ("Growth is good, says 'the director'.", "主任认为，发展是好事。")


def test_a_figure_names_its_indicator_and_a_relation_its_predicate(tiny: duckdb.DuckDBPyConnection) -> None:
    figure, relation = fact(tiny, "lg30-o02-01"), fact(tiny, "lg30-r02-02")
    assert (figure["predicate_en"], figure["predicate_zh"], figure["object_id"]) == ("money", "金额", None)
    assert (relation["predicate_zh"], relation["object_zh"], relation["object_en"]) == (
        "担任",
        "湖镇园区主任",
        "Director of the Lake Zone",
    )


def test_an_event_leads_to_what_takes_part_or_else_to_its_place(tiny: duckdb.DuckDBPyConnection) -> None:
    founded, approved = fact(tiny, "lg30-e02-01"), fact(tiny, "lg30-e02-02")
    assert (founded["predicate_zh"], founded["object_id"], founded["place_id"], founded["value_type"]) == (
        "成立、设立",
        "lake-city",
        "lake-city",
        "actual",
    )
    assert (approved["object_id"], approved["place_id"]) == ("good-zone-title", None)


def test_a_goal_is_a_target_and_a_view_is_neither_target_nor_actual(tiny: duckdb.DuckDBPyConnection) -> None:
    goal, view = fact(tiny, "lg30-s02-01"), fact(tiny, "lg30-s02-02")
    assert (goal["predicate_en"], goal["value_type"]) == ("Goal in words", "target")
    assert (view["predicate_en"], view["value_type"]) == ("View", None)


def test_a_fact_stands_in_the_passage_in_which_its_words_begin(tiny: duckdb.DuckDBPyConnection) -> None:
    places = [(found["passage_id"], found["line"]) for found in (fact(tiny, "lg30-o02-01"), fact(tiny, "lg30-o02-11"))]
    assert places == [("lg30-p02-01", 2), ("lg30-p02-02", 2)]


def test_a_fact_lists_its_caveats_or_an_empty_list(tiny: duckdb.DuckDBPyConnection) -> None:
    lists = [fact(tiny, key)["caveats"] for key in ("lg30-o02-01", "lg30-o02-06", "lg30-o02-07")]
    assert lists == [[], ["rank-is-old"], ["aims-are-aims", "rank-is-old"]]


def test_coverage_counts_the_facts_and_mentions_of_each_passage(tiny: duckdb.DuckDBPyConnection) -> None:
    counted = tiny.execute("""
        SELECT passage_id, disposition, characters, facts, mentions, carried_by_a_fact, naming_an_entity, no_fact
        FROM coverage ORDER BY passage_id""").fetchall()
    assert counted == [
        ("lg30-p01-01", "restates", 9, 0, 0, 0, 0, 0),
        ("lg30-p02-01", "facts", 40, 16, 2, 1, 1, 0),
        ("lg30-p02-02", "facts", 20, 3, 1, 0, 0, 1),
        ("lg30-p04-01", "context", 49, 0, 0, 0, 0, 0),
    ]


def test_the_timeline_holds_what_has_a_time_with_its_first_and_last_day(tiny: duckdb.DuckDBPyConnection) -> None:
    days = tiny.execute("""
        SELECT fact_id, begins::VARCHAR, ends::VARCHAR FROM timeline ORDER BY coalesce(begins, ends), fact_id""")
    assert days.fetchall() == [
        ("lg30-e02-01", "2020-05-01", "2020-05-01"),
        ("lg30-o02-06", "2029-01-01", "2029-12-31"),
        ("lg30-o02-04", "2030-01-01", "2030-06-30"),
        ("lg30-o02-03", None, "2030-12-31"),
        ("lg30-o02-11", None, "2032-06-30"),
        ("lg30-o02-02", None, "2032-12-31"),
        ("lg30-o02-07", None, "2032-12-31"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("view", ["facts", "coverage", "timeline"])
def test_every_value_is_found_as_often_as_it_stands(view: str) -> None:
    """DuckDB pushes conditions into the view; none of its shortcuts may let through what does not meet them."""
    with connect() as connection:
        connection.execute(f"CREATE TABLE seen AS FROM {view}")
        columns = [name for name, kind, *_ in connection.execute("DESCRIBE seen").fetchall() if kind == "VARCHAR"]
        for column in columns:
            frequent = connection.execute(
                f"SELECT {column}, count(*) FROM seen WHERE {column} IS NOT NULL GROUP BY ALL ORDER BY 2 DESC LIMIT 2"
            )
            for value, times in frequent.fetchall():
                for condition in ("IN ($value)", "LIKE $value"):
                    sql = f"SELECT count(*) FROM {view} WHERE {column} {condition}"
                    found = connection.execute(sql, {"value": value}).fetchall()
                    assert found == [(times,)], (column, condition, value)
