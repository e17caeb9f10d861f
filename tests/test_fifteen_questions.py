"""Fifteen questions that readers asked of the archive: each is answered rightly by one query or ready-made question."""

from __future__ import annotations

from typing import Any

import pytest

from xiaogan_facts import Archive

ZONE = "xiaogan-high-tech-zone"
MONEY_HAD = {11_920_000_000, 2_550_000_000}


def asked(archive: Archive, query: str, **parameters: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = archive.query(query, **parameters).to_dicts()
    return rows


def ids(rows: list[dict[str, Any]]) -> set[str]:
    return {row["fact_id"].removeprefix("hd24-") for row in rows}


def test_1_the_share_of_vehicles_with_a_heater_of_huagong_gaoli_is_60_percent_in_china(opened: Archive) -> None:
    [share] = [row for row in asked(opened, "percentages") if row["subject_en"] == "Huagong Gaoli"]
    assert (share["percent"], share["out_of"], share["scope"]) == (60, 10, "country")
    assert "six-vehicles-or-heaters" in share["caveats"]


def test_2_four_figures_are_the_core_areas_alone(opened: Archive) -> None:
    rows = asked(opened, "SELECT fact_id, caveats FROM facts WHERE subject_id = 'core-area' AND value IS NOT NULL")
    assert ids(rows) == {"o38-01", "o38-02", "o38-03", "o38-04"}
    assert all("core-area-is-not-the-zone" in row["caveats"] for row in rows)


def test_3_what_xia_qiyong_said_comes_with_its_kind_and_what_may_be_his_comes_apart(opened: Archive) -> None:
    rows = asked(opened, "sayings", who="xia-qiyong")
    his = [row for row in rows if row["who_en"] == "Xia Qiyong"]
    assert {"view", "slogan", "account"} <= {row["statement_type"] for row in his}
    assert {"c10-02", "s40-01"} <= ids(rows) - ids(his)
    assert {"r21-02", "r10-07"}.isdisjoint(ids(his))


def test_4_six_targets_with_a_figure_are_the_zones(opened: Archive) -> None:
    rows = [row for row in asked(opened, "targets") if row["value"] is not None]
    assert ids(rows) == {"o18-01", "o32-01", "o33-01", "o33-02", "o33-03", "o42-01"}
    assert {row["whose_en"] for row in rows} == {"Xiaogan High-tech Zone"}
    assert all(row["unit_id"] for row in rows)


def test_5_money_already_made_is_output_and_value_added_and_nothing_planned(opened: Archive) -> None:
    rows = asked(opened, "SELECT value FROM facts WHERE unit_id = 'yuan' AND value_type = 'actual'")
    assert {row["value"] for row in rows} == MONEY_HAD


def test_6_of_four_funds_one_has_a_size_and_that_is_a_target(opened: Archive) -> None:
    rows = asked(
        opened,
        """
        SELECT e.entity_id, list(f.value) FILTER (f.value IS NOT NULL) AS sizes, list(DISTINCT f.value_type) AS status
        FROM entities AS e JOIN facts AS f ON f.subject_id = e.entity_id
        WHERE e.kind = 'fund' GROUP BY e.entity_id""",
    )
    assert {row["entity_id"]: row["sizes"] for row in rows} == {
        "angel-fund": None,
        "industry-guidance-fund": None,
        "new-quality-fund": None,
        "zone-industry-fund": [10_000_000_000],
    }
    assert next("target" in row["status"] for row in rows if row["sizes"])


def test_7_the_state_council_made_it_a_national_zone_in_2012(opened: Archive) -> None:
    [row] = asked(opened, "FROM facts WHERE agent_id = 'state-council'")
    assert (row["subject_id"], row["object_id"], row["time_period"]) == (ZONE, "integrated-zone-status", "2012")


def test_8_after_6_june_the_zone_set_up_a_group_and_task_forces_and_no_end_is_made_up(opened: Archive) -> None:
    rows = asked(opened, "deeds", who=ZONE, since="2024-06-07")
    after = [row for row in rows if "after" in row["when_it_is_said"]]
    assert ids(after) == {"e29-01", "o29-01", "o29-02"}
    assert {row["ends"] for row in after} == {None}
    assert {"e29-03", "e31-02"} <= {row.removeprefix("hd24-") for row in (each["fact_id"] for each in rows)}


def test_9_two_world_firsts_and_who_says_so(opened: Archive) -> None:
    rows = [row for row in asked(opened, "firsts") if row["among_en"] == "World"]
    assert ids(rows) == {"c10-02", "c12-01"}
    assert {row["said_by"] for row in rows} == {"hubei-daily"}
    assert all("superlatives-without-yardstick" in row["caveats"] for row in rows)


def test_10_of_the_3d_centre_the_bases_computer_was_tested_and_the_centre_is_only_being_built(opened: Archive) -> None:
    rows = asked(opened, "entity", entity="shanghai-base")
    assert {"e24-02", "c24-01", "c24-02", "e24-03", "o24-01"} <= ids(rows)
    assert "ongoing" in {row["value_type"] for row in asked(opened, "entity", entity="silang-computing-park")}


def test_11_the_ratio_of_value_added_to_output_of_the_core_area_is_21_percent(opened: Archive) -> None:
    sql = """
        SELECT max(value) FILTER (predicate_en = 'industrial value added')
            / max(value) FILTER (predicate_en = 'gross output of industrial enterprises') AS ratio
        FROM facts WHERE subject_id = 'core-area' AND unit_id = 'yuan'"""
    assert round(asked(opened, sql)[0]["ratio"], 3) == 0.214


def test_12_half_year_output_and_the_goal_of_2026_are_of_two_subjects_and_the_caveat_says_so(
    opened: Archive,
) -> None:
    [goal] = asked(opened, "FROM facts WHERE fact_id = 'hd24-o33-03'")
    [half] = asked(opened, "FROM facts WHERE fact_id = 'hd24-o38-01'")
    assert goal["subject_id"] != half["subject_id"]
    assert goal["predicate_en"] != half["predicate_en"]
    assert "core-area-is-not-the-zone" in set(goal["caveats"]) & set(half["caveats"])


def test_13_eight_figures_are_rounded_or_bounded(opened: Archive) -> None:
    rows = asked(opened, "SELECT fact_id, comparator FROM facts WHERE comparator IS NOT NULL")
    assert {(row["fact_id"].removeprefix("hd24-"), row["comparator"]) for row in rows} == {
        ("o02-02", "<"),
        ("o10-01", "<"),
        ("o10-02", ">"),
        ("o18-01", "<="),
        ("o24-02", ">"),
        ("o33-01", "<="),
        ("o33-02", "<="),
        ("o33-03", ">"),
    }


@pytest.mark.parametrize("fact", ["r12-01", "r24-04", "o42-01", "s41-01", "r02-06"])
def test_14_what_the_archive_infers_is_marked_with_its_ground(opened: Archive, fact: str) -> None:
    [row] = [row for row in asked(opened, "inferences") if row["fact_id"] == f"hd24-{fact}"]
    assert row["note_en"]
    assert row["caveats"]


def test_15_what_is_claimed_of_each_company_takes_in_its_products(opened: Archive) -> None:
    told: dict[str, set[str]] = {}
    for row in asked(opened, "companies"):
        told.setdefault(row["company_en"], set()).add(row["fact_id"].removeprefix("hd24-"))
    assert {"r12-01", "c12-01", "r12-03"} <= told["Hangtian Heavy Industry"]
    assert {"r12-05", "c12-02"} <= told["Hongyang Company"]
    assert {"e17-01", "o17-01", "e25-02"} <= told["Silang Technology"]
