"""Rules on figures: what the article prints is what the row says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xiaogan_facts.gate.translation import say
from xiaogan_facts.rules.numerals import Figure, NotAFigureError, read
from xiaogan_facts.rules.rows import Row, Tables, UnstatedError
from xiaogan_facts.rules.rule import Breach, rule
from xiaogan_facts.rules.schemas import largest


@rule("observations")
def figure_can_be_read(row: Row, tables: Tables) -> Iterator[Breach]:
    """A printed figure is a number with the words that qualify it, and nothing else."""
    try:
        read(row["printed"])
    except NotAFigureError:
        yield Breach(
            "printed",
            say("a number with its qualifying and measure words, such as 112億元, 近400位, 前60, 三年內, 第6位, 19.1%"),
            say("keep the number and what qualifies it; a word that is missing here is added in rules/numerals.py"),
        )


@rule("observations")
def figure_reads_as_its_value(row: Row, tables: Tables) -> Iterator[Breach]:
    """The value times its power of ten is the figure that is printed."""
    amount = _figure(row).amount
    if in_full(row) != amount:
        yield Breach(
            "value",
            say(
                "{multiplier} with the multiplier {power}: {printed} reads as {amount}",
                multiplier=plain(amount.scaleb(-row["multiplier"])),
                power=row["multiplier"],
                printed=row["printed"],
                amount=plain(amount),
            ),
            say("write the number as printed and its power of ten (4 for 萬, 8 for 億), or correct the token"),
        )


@rule("observations")
def figure_reads_as_its_comparator(row: Row, tables: Tables) -> Iterator[Breach]:
    """The comparator is the one that the printed words say."""
    said = _figure(row).comparator
    if row.get("comparator") != said:
        yield Breach(
            "comparator",
            say("{said}: so {printed} reads", said=said or "not-applicable", printed=row["printed"]),
            say(
                "write what the printed words say (近 is <, 突破 超 過 多 餘 are >, 前 and 內 are <=), or correct "
                "the token"
            ),
        )


@rule("observations")
def figure_is_near_where_it_says_so(row: Row, tables: Tables) -> Iterator[Breach]:
    """A figure is marked as near exactly when the printed words say so."""
    said = _figure(row).is_near
    if row["is_near"] != said:
        yield Breach(
            "is_near",
            say("{near}: so {printed} reads", near=str(said).lower(), printed=row["printed"]),
            say("write what the printed words say (近, 約)"),
        )


@rule("observations")
def figure_is_in_the_unit_of_its_indicator(row: Row, tables: Tables) -> Iterator[Breach]:
    """A figure is in the unit of its indicator."""
    unit = tables.get("indicators", row["indicator_id"])["unit_id"]
    if row["unit_id"] != unit:
        yield Breach(
            "unit_id",
            say("{unit}, the unit of {indicator_id}", unit=unit, indicator_id=row["indicator_id"]),
            say(
                "write {unit}, or choose the indicator that is measured in {unit_id}", unit=unit, unit_id=row["unit_id"]
            ),
        )


@rule("observations")
def rank_is_a_place_among_its_items(row: Row, tables: Tables) -> Iterator[Breach]:
    """A rank is a whole number, at least 1 and at most the number of items ranked."""
    if _measure(row, tables) != "rank":
        return
    rank = in_full(row)
    items = row.get("number_of_items")
    if rank < 1 or rank != rank.to_integral_value() or (items is not None and rank > items):
        yield Breach(
            "value",
            say("a whole number from 1 to {items}", items=items or say("the number of items ranked")),
            say("correct the rank or how many are ranked"),
        )


@rule("observations")
def only_ranks_and_shares_are_out_of_a_number(row: Row, tables: Tables) -> Iterator[Breach]:
    """Only a rank or a share is out of a number of items."""
    measure = _measure(row, tables)
    if row.get("number_of_items") is not None and measure not in ("rank", "share"):
        yield Breach(
            "number_of_items",
            say(
                "not-applicable: {indicator_id} is of measure {measure}",
                indicator_id=row["indicator_id"],
                measure=measure,
            ),
            say("clear it, or choose a rank or share"),
        )


@rule("observations")
def only_growth_has_a_base(row: Row, tables: Tables) -> Iterator[Breach]:
    """Only a rate of growth is measured against a base."""
    measure = _measure(row, tables)
    if row.get("growth_base") is not None and measure != "growth":
        yield Breach(
            "growth_base",
            say(
                "not-applicable: {indicator_id} is of measure {measure}",
                indicator_id=row["indicator_id"],
                measure=measure,
            ),
            say("clear it, or choose a rate of growth"),
        )


def in_full(row: Row) -> Decimal:
    """Return the value times its power of ten. Raises UnstatedError for a number that the schema refuses."""
    value, power = Decimal(str(row["value"])), row["multiplier"]
    if not value.is_finite() or not 0 <= power <= largest("observations", "multiplier"):
        raise UnstatedError
    return value.scaleb(power)


def _figure(row: Row) -> Figure:
    try:
        return read(row["printed"])
    except NotAFigureError:
        raise UnstatedError from None


def _measure(row: Row, tables: Tables) -> str:
    return str(tables.get("indicators", row["indicator_id"])["measure"])


def plain(amount: Decimal) -> str:
    """Return a number in digits, without a power of ten and without zeros that say nothing."""
    return f"{amount.normalize():f}"
