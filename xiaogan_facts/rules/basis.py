"""Rules on the basis of a fact: what is inferred is marked as such, noted and cautioned, and what is stated is not."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.rows import Row, Tables, of_code
from xiaogan_facts.rules.rule import Breach, rule

STATED = "stated"

SAID_IN_NOTES = MappingProxyType(
    {
        "inferred_from_context": {"note_en": "nferred", "note_zh": "推断"},
        "read_from_name": {"note_en": "ead from the name", "note_zh": "据名称推断"},
    }
)
"""The words by which a note says on what a fact is based, without the letter that may be a capital."""

KINDS_OF_EVENT_UNDER_WAY = ("building", "operating", "reforming")

STATUS_OF_STATEMENTS = MappingProxyType(
    {
        "view": (None,),
        "slogan": (None,),
        "characterization": (None,),
        "account": ("actual",),
        "measure": ("ongoing", "target"),
        "goal": ("target",),
        "policy_aim": ("target",),
    }
)
"""What a statement of each kind can be: under way, an aim …, or nothing of the sort."""


@rule(*FACT_TABLES)
def note_tells_the_basis(row: Row, tables: Tables) -> Iterator[Breach]:
    """A note says that something is inferred, or read from the name, exactly where the row's basis says so."""
    basis = row["basis"]
    for column in ("note_en", "note_zh"):
        note = row.get(column) or ""
        found = [each for each, words in SAID_IN_NOTES.items() if words[column] in note]
        if basis != STATED and basis not in found:
            words = of_code(SAID_IN_NOTES, basis)[column]
            yield Breach(
                column,
                say("a note that says from what it is inferred (…{words}…)", words=words),
                say("say it, or write stated"),
            )
        elif basis == STATED and found:
            yield Breach(
                "basis",
                say("{found}, as {column} says", found=found[0], column=column),
                say("write it, or say in the note what is meant"),
            )
            return


@rule(*FACT_TABLES)
def inference_has_a_caveat(row: Row, tables: Tables) -> Iterator[Breach]:
    """A fact that the article does not state is touched by a caveat of type inference."""
    if row["basis"] != STATED and row.key not in tables.cached(_cautioned):
        yield Breach(
            "basis",
            say("a fact that a caveat of type inference touches"),
            say("add {key} to the fact_ids of one in caveats.csv, or write a new one", key=row.key),
        )


@rule("events")
def status_fits_the_event(row: Row, tables: Tables) -> Iterator[Breach]:
    """An event is under way where its kind says so, and has happened where not."""
    fits = "ongoing" if row["event_type"] in KINDS_OF_EVENT_UNDER_WAY else "actual"
    if row["value_type"] != fits:
        yield Breach(
            "value_type",
            say("{fits}, as {event_type} is", fits=fits, event_type=row["event_type"]),
            say("write it, or choose another kind of event"),
        )


@rule("statements")
def status_fits_the_statement(row: Row, tables: Tables) -> Iterator[Breach]:
    """A statement is an aim, under way or an account as its kind says, and a view is none of these."""
    fits = of_code(STATUS_OF_STATEMENTS, row["statement_type"])
    if row.get("value_type") not in fits:
        may = say(" or ").join(each or "not-applicable" for each in fits)
        yield Breach(
            "value_type",
            say("{may}, as a {statement_type} is", may=may, statement_type=row["statement_type"]),
            say("write it, or choose another kind"),
        )


@rule(*FACT_TABLES)
def agent_does_or_aims(row: Row, tables: Tables) -> Iterator[Breach]:
    """A view, a slogan and a forecast have nobody who does it or aims at it."""
    if row.get("value_type") in (None, "forecast") and row.get("agent_id"):
        status = row.get("value_type") or "not-applicable"
        yield Breach(
            "agent_id",
            say("not-applicable, as value_type is {status}", status=status),
            say("clear it, or correct the value_type"),
        )


def _cautioned(tables: Tables) -> frozenset[str]:
    """Return the ids of the facts that a caveat of type inference touches."""
    caveats = tables.where("caveats", "caveat_type", "inference")
    return frozenset(fact for caveat in caveats for fact in (caveat.get("fact_ids") or "").split(" "))
