"""Rules on time: what had happened, and what was still to come, on the day of the article."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xiaogan_facts.gate.translation import later, say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.edtf import OPEN, OPEN_START, NotEdtfError, Period, period
from xiaogan_facts.rules.rows import Row, Tables, UnstatedError
from xiaogan_facts.rules.rule import Breach, rule

HAD = ("actual", "ongoing")
AWAITED = ("target", "forecast")

TIMED_BASIS = later("printed where the article prints the time in full, resolved where it was worked out")


@rule(*FACT_TABLES)
def date_is_in_the_calendar(row: Row, tables: Tables) -> Iterator[Breach]:
    """A date exists in the calendar."""
    try:
        period(row["time_period"])
    except NotEdtfError:
        return  # the schema's pattern says so
    except ValueError:
        yield Breach("time_period", say("dates that exist in the calendar"), say("correct the year, month or day"))


@rule(*FACT_TABLES)
def interval_runs_forward(row: Row, tables: Tables) -> Iterator[Breach]:
    """An interval has at least one known end, and does not end before it starts."""
    start, slash, end = row["time_period"].partition("/")
    if slash and start in OPEN and end in OPEN:
        yield Breach(
            "time_period", say("an interval with a known start or end"), say("write not-stated where neither is known")
        )
        return
    days = _period(row)
    if days.first and days.last and days.last < days.first:
        yield Breach(
            "time_period",
            say("an interval that ends after it starts"),
            say("write {end}/{start}, or correct a date", end=end, start=start),
        )


@rule(*FACT_TABLES)
def time_has_a_basis(row: Row, tables: Tables) -> Iterator[Breach]:
    """A row says what its time is based on exactly when it has one."""
    timed, based = row.get("time_period") is not None, row.get("time_basis") is not None
    if timed and not based:
        yield Breach("time_basis", say("printed or resolved"), say("write {timed_basis}", timed_basis=say(TIMED_BASIS)))
    if based and not timed:
        yield Breach(
            "time_basis",
            say("no basis, as no time is given"),
            say("give the time_period, or clear the basis in the same way"),
        )


@rule(*FACT_TABLES)
def actual_is_not_dated_after_the_article(row: Row, tables: Tables) -> Iterator[Breach]:
    """What is reported as so or as under way began no later than the latest day that the article reports."""
    day = _reports_until(row, tables)
    first = _period(row).first
    if row.get("value_type") in HAD and first and first > day:
        yield Breach(
            "time_period",
            say("a time that begins by {day}, the latest day that the article reports", day=day),
            say("correct the time, or mark the row as a target or a forecast"),
        )


@rule(*FACT_TABLES)
def aim_is_not_dated_before_the_article(row: Row, tables: Tables) -> Iterator[Breach]:
    """What is aimed at or expected is not due before the latest day that the article reports."""
    day = _reports_until(row, tables)
    last = _period(row).last
    if row.get("value_type") in AWAITED and last and last < day:
        yield Breach(
            "time_period",
            say("a time that ends on {day}, the latest day that the article reports, or later", day=day),
            say("correct the time, or say that it is no aim any more"),
        )


@rule(*FACT_TABLES)
def due_date_is_an_end(row: Row, tables: Tables) -> Iterator[Breach]:
    """When an aim or a forecast is due is written as an interval without a start."""
    start, slash, end = row["time_period"].partition("/")
    if row.get("value_type") in AWAITED and not (slash and start == OPEN_START):
        yield Breach(
            "time_period",
            say("{open_start}/ and the date by which it is due", open_start=OPEN_START),
            say("write {open_start}/{end}, or say that it is no aim", open_start=OPEN_START, end=end or start),
        )


@rule("sources")
def article_appears_no_earlier_than_it_reports(row: Row, tables: Tables) -> Iterator[Breach]:
    """An article appears no earlier than the latest day that it reports as past."""
    published = row.get("published")
    if published and published < row["reports_until"]:
        yield Breach(
            "published",
            say("{reports_until} or later", reports_until=row["reports_until"]),
            say("correct the day of publication, or reports_until"),
        )


def _period(row: Row) -> Period:
    try:
        return period(row["time_period"])
    except ValueError:
        raise UnstatedError from None


def _reports_until(row: Row, tables: Tables) -> date:
    day: date = tables.get("sources", row["source_id"])["reports_until"]
    return day
