"""Dates and intervals give their first and last day, and only days that the calendar has."""

from __future__ import annotations

from datetime import date

import pytest

from xiaogan_facts import connect
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.edtf import NotEdtfError, Period, period


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2024-08-31/2024-09-01", date(2024, 8, 31), date(2024, 9, 1)),
        ("2024-01/2024-06", date(2024, 1, 1), date(2024, 6, 30)),
        ("../2027", None, date(2027, 12, 31)),
        ("2019/", date(2019, 1, 1), None),
    ],
)
def test_a_period_takes_in_these_days(text: str, first: date | None, last: date | None) -> None:
    assert period(text) == Period(first, last)


@pytest.mark.parametrize("text", ["2024-02-30", "2023-02-29", "2024-13", "2024-04-31", "0000", "2024/2024-06-31"])
def test_what_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"month|day|year"):
        period(text)


@pytest.mark.parametrize("text", ["", "spring 2024", "24-05-03", "2024-5-3", "2024/2025/2026"])
def test_what_has_another_shape_is_told_apart(text: str) -> None:
    with pytest.raises(NotEdtfError):
        period(text)


SHAPES = (
    "2023",
    "2024-02",
    "2023-02",
    "2024-12-31",
    "2023/2024-02",
    "2024-02-29/..",
    "../2027",
    "../2023-04",
    "2019/..",
)


def test_the_rules_and_the_database_agree_on_the_days_of_every_period() -> None:
    """Of all periods of the archive, and of those shapes that the schemas allow besides."""
    stated = " UNION ".join(f"SELECT time_period FROM {table} WHERE time_period IS NOT NULL" for table in FACT_TABLES)
    with connect() as connection:
        periods = [text for (text,) in connection.execute(stated).fetchall()]
        days = "SELECT each, period_begins(each), period_ends(each) FROM (SELECT unnest($periods) AS each)"
        found = connection.execute(days, {"periods": [*periods, *SHAPES]}).fetchall()
    assert len(periods) > 10
    assert {text: Period(first, last) for text, first, last in found} == {text: period(text) for text, _, _ in found}
