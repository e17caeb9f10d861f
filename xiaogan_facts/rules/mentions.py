"""Rules on mentions: every figure, date and name that is printed is accounted for, and every caveat has its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.rows import Row, Tables, nearest
from xiaogan_facts.rules.rule import Breach, rule
from xiaogan_facts.rules.schemas import longest

CALLED_FOR = MappingProxyType({"fact": "fact_id", "entity": "entity_id", "no_fact": "reason"})
ELLIPSIS = "…"


@rule("mentions")
def resolution_fills_its_column(row: Row, tables: Tables) -> Iterator[Breach]:
    """A mention fills exactly the column that its resolution calls for: the fact, the entity, or why there is none."""
    resolution = row["resolution"]
    for called, column in CALLED_FOR.items():
        filled = row.get(column) is not None
        if called == resolution and not filled:
            yield Breach(
                column,
                say("a value, as the mention resolves to {resolution}", resolution=resolution),
                say("fill it, or change the resolution"),
            )
        if called != resolution and filled:
            yield Breach(
                column,
                say("not-applicable, as the mention resolves to {resolution}", resolution=resolution),
                say("clear it, or change the resolution"),
            )


@rule("mentions")
def mention_resolves_to_a_fact(row: Row, tables: Tables) -> Iterator[Breach]:
    """The fact that a mention resolves to exists."""
    if row["fact_id"] not in tables.facts:
        yield Breach(
            "fact_id",
            say("the id of a fact"),
            say("write one that exists{fact_id}", fact_id=nearest(row["fact_id"], tables.facts)),
        )


@rule("mentions")
def mention_stands_with_its_fact(row: Row, tables: Tables) -> Iterator[Breach]:
    """A mention stands in its fact's article; that of a figure stands in the figure's span, or restates its passage."""
    fact = tables.facts.get(row["fact_id"])
    if fact is None:
        return  # another rule says so
    if fact["source_id"] != row["source_id"]:
        yield Breach(
            "fact_id",
            say(
                "a fact of {source_id}; {where} is of {its_source}",
                source_id=row["source_id"],
                where=fact.where,
                its_source=fact["source_id"],
            ),
            say("name the fact of this article"),
        )
    elif fact.table == "observations" and not _overlap(row, fact):
        stated, passage = tables.passage_of(fact), tables.passage_of(row)
        if passage.get("restates_id") != stated.key:
            yield Breach(
                "fact_id",
                say(
                    "a figure stated here; {where} is stated from {char_start} to {char_end}",
                    where=fact.where,
                    char_start=fact["char_start"],
                    char_end=fact["char_end"],
                ),
                say("name the fact that is meant, or let {key} restate {other}", key=passage.key, other=stated.key),
            )


@rule("mentions")
def printed_fits_its_span(row: Row, tables: Tables) -> Iterator[Breach]:
    """A printed token is as long as its span; only one too long for its cell is shortened, once, in the middle."""
    start, end = row.span
    printed, length = row["printed"], end - start
    if length < 1:
        return  # another rule says so
    most = longest("mentions", "printed")
    if length <= most and len(printed) != length:
        yield Breach(
            "printed",
            say("the {length} characters from {start} to {end}", length=length, start=start, end=end),
            say("copy them from the article, or correct the span"),
        )
    if length > most and (len(printed) > most or not all(printed.partition(ELLIPSIS))):
        yield Breach(
            "printed",
            say("its first and last characters with {ellipsis} between", ellipsis=ELLIPSIS),
            say("shorten it to {most} characters", most=most),
        )


@rule("observations")
def figure_is_mentioned(row: Row, tables: Tables) -> Iterator[Breach]:
    """Every observation is the fact of at least one mention of a figure."""
    mentions = tables.where("mentions", "fact_id", row.key)
    if not any(mention.get("mention_type") == "figure" for mention in mentions):
        yield Breach(
            "observation_id",
            say("a mention of type figure that resolves to it"),
            say("add it to mentions.csv, with its position"),
        )


@rule("mentions")
def mentions_stand_apart_or_nest(row: Row, tables: Tables) -> Iterator[Breach]:
    """Two mentions stand apart, or one lies wholly inside the other."""
    if other := tables.cached(_cut_into).get(row):
        yield Breach(
            "char_start",
            say("{char_end} or later: {where} ends there", char_end=other["char_end"], where=other.where),
            say("let one of the two be longer, or shorter"),
        )


@rule(*FACT_TABLES)
def fact_cuts_no_mention(row: Row, tables: Tables) -> Iterator[Breach]:
    """The words of a fact start and end outside a figure, date or name, or where one starts or ends."""
    edges = tables.cached(edges_of_mentions)[row["source_id"]]
    spans = tables.where("mentions", "source_id", row["source_id"])
    for column in ("char_start", "char_end"):
        place = row[column]
        if place in edges:
            continue
        around = next((each for each in spans if each["char_start"] < place < each["char_end"]), None)
        if around:
            start, end = around.span
            yield Breach(
                column,
                say("{start} or {end}: {where} stands there", start=start, end=end, where=around.where),
                say("do not cut it in two"),
            )


@rule("caveats")
def caveat_touches_facts(row: Row, tables: Tables) -> Iterator[Breach]:
    """Every fact that a caveat touches exists, and is named once."""
    named = row["fact_ids"].split(" ")
    for fact in dict.fromkeys(named):
        if fact not in tables.facts:
            yield Breach(
                "fact_ids",
                say("ids of facts"),
                say("write one that exists{fact}", fact=nearest(fact, tables.facts)),
                fact,
            )
        elif named.count(fact) > 1:
            yield Breach("fact_ids", say("{fact} once", fact=fact), say("delete the repetition"), fact)


def edges_of_mentions(tables: Tables) -> Mapping[str, set[int]]:
    """Map each article to the positions at which its mentions start and end."""
    edges: dict[str, set[int]] = defaultdict(set)
    for row in tables.placed("mentions"):
        edges[row["source_id"]].update(row.span)
    return edges


def _overlap(one: Row, other: Row) -> bool:
    return bool(one["char_start"] < other["char_end"] and other["char_start"] < one["char_end"])


def _cut_into(tables: Tables) -> Mapping[Row, Row]:
    """Map every mention that starts inside another and ends after it to that other one."""
    cut: dict[Row, Row] = {}
    around: list[Row] = []
    for row in sorted(
        tables.placed("mentions"), key=lambda row: (row["source_id"], row["char_start"], -row["char_end"])
    ):
        while around and (around[-1]["source_id"] != row["source_id"] or around[-1]["char_end"] <= row["char_start"]):
            around.pop()
        if around and around[-1]["char_end"] < row["char_end"]:
            cut[row] = around[-1]
        around.append(row)
    return cut
