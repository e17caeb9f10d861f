"""Rules on relations: who may be what to whom."""

from __future__ import annotations

from collections.abc import Iterator

from xiaogan_facts.gate.translation import say
from xiaogan_facts.rules.rows import Row, Tables, nearest
from xiaogan_facts.rules.rule import Breach, rule
from xiaogan_facts.rules.schemas import codes


@rule("predicates")
def predicate_joins_known_kinds(row: Row, tables: Tables) -> Iterator[Breach]:
    """The kinds that a predicate may join are kinds of entity, each named once."""
    kinds = codes("entities", "kind")
    for column in ("subject_kinds", "object_kinds"):
        named = row[column].split(" ")
        for kind in dict.fromkeys(named):
            if kind not in kinds:
                yield Breach(
                    column,
                    say("kinds of entity"),
                    say("write one that entities.kind has{kind}", kind=nearest(kind, kinds)),
                    kind,
                )
            elif named.count(kind) > 1:
                yield Breach(column, say("{kind} once", kind=kind), say("delete the repetition"), kind)


@rule("relations")
def relation_joins_kinds_that_its_predicate_allows(row: Row, tables: Tables) -> Iterator[Breach]:
    """A relation joins entities of the kinds that its predicate allows."""
    predicate = tables.get("predicates", row["predicate_id"])
    for end in ("subject", "object"):
        entity = tables.get("entities", row[f"{end}_id"])
        allowed = predicate[f"{end}_kinds"].split(" ")
        if entity["kind"] not in allowed:
            yield Breach(
                f"{end}_id",
                say(
                    "an entity of kind {allowed}; {where} is of kind {kind}",
                    allowed=say(" or ").join(allowed),
                    where=entity.where,
                    kind=entity["kind"],
                ),
                say(
                    "choose the {end} or the predicate that is meant, or allow the kind in {where}",
                    end=end,
                    where=predicate.where,
                ),
            )


@rule("relations")
def relation_joins_two_entities(row: Row, tables: Tables) -> Iterator[Breach]:
    """A relation joins two different entities."""
    if row["subject_id"] == row["object_id"]:
        yield Breach(
            "object_id",
            say("another entity than the subject, {subject_id}", subject_id=row["subject_id"]),
            say("name the other end of the relation"),
        )
