"""Rules on evidence: who is said to say a fact is who speaks where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.rows import Row, Tables
from xiaogan_facts.rules.rule import Breach, rule

PRINTED_AS = ("caption", "heading")
"""Kinds of attribution that are kinds of passage as well."""

OWN_VOICE = ("narration", *PRINTED_AS)
QUOTED = ("direct_quotation", "indirect_quotation")


@rule(*FACT_TABLES)
def attribution_fits_the_passage(row: Row, tables: Tables) -> Iterator[Breach]:
    """A fact is attributed to a caption or a heading exactly where it stands in one."""
    said, passage = row["attribution_type"], tables.passage_of(row)
    if passage["kind"] in PRINTED_AS and said != passage["kind"]:
        yield Breach(
            "attribution_type",
            say("{kind}, as {where} is one", kind=passage["kind"], where=passage.where),
            say("write it, or correct the span"),
        )
    elif said in PRINTED_AS and said != passage["kind"]:
        yield Breach(
            "attribution_type",
            say(
                "another kind, as {where} is no {said} but of kind {kind}",
                where=passage.where,
                said=said,
                kind=passage["kind"],
            ),
            say("write how the passage puts it, or correct the span"),
        )


@rule(*FACT_TABLES)
def own_voice_is_the_publishers(row: Row, tables: Tables) -> Iterator[Breach]:
    """What the newspaper says in its own voice is attributed to its publisher, and a cited test is not."""
    publisher = tables.get("sources", row["source_id"])["publisher_id"]
    said = row["attribution_type"]
    if said in OWN_VOICE and row["attributed_to_id"] != publisher:
        yield Breach(
            "attributed_to_id",
            say(
                "{publisher}, who publishes {source_id}: the row is marked {said}",
                publisher=publisher,
                source_id=row["source_id"],
                said=said,
            ),
            say("name the publisher, or write how the other one is quoted"),
        )
    if said == "cited_test" and row["attributed_to_id"] == publisher:
        yield Breach("attributed_to_id", say("who made the test"), say("name the tester, or mark the row narration"))


@rule(*FACT_TABLES)
def quotation_is_the_speakers(row: Row, tables: Tables) -> Iterator[Breach]:
    """A quotation is attributed to the speaker of its passage."""
    if row["attribution_type"] not in QUOTED:
        return
    passage = tables.passage_of(row)
    speaker = passage.get("speaker_id")
    if row["attributed_to_id"] != speaker:
        yield Breach(
            "attributed_to_id",
            say("{speaker}, who speaks in {where}", speaker=speaker or say("one"), where=passage.where),
            say("name the speaker, here or in the passage"),
        )
