"""Rules on positions: where facts, passages and mentions stand in the article."""

from __future__ import annotations

from collections.abc import Iterator

from xiaogan_facts.gate.translation import later, say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.rows import KEYS, Row, Tables, UnstatedError
from xiaogan_facts.rules.rule import Breach, rule

LOCATE = later("find the words in your copy of the article and count from 0 to where they start and end")


@rule(*FACT_TABLES, "passages", "mentions")
def span_runs_forward(row: Row, tables: Tables) -> Iterator[Breach]:
    """A span ends after it starts."""
    start, end = row.span
    if end <= start:
        yield Breach("char_end", say("a position after char_start, {start}", start=start), say(LOCATE))


@rule(*FACT_TABLES, "mentions")
def span_ends_within_the_source(row: Row, tables: Tables) -> Iterator[Breach]:
    """A span ends no later than the article does."""
    length = tables.get("sources", row["source_id"])["length"]
    if row["char_end"] > length:
        yield Breach(
            "char_end",
            say("at most {length}, the length of {source_id}", length=length, source_id=row["source_id"]),
            say(LOCATE),
        )


@rule("passages")
def passages_tile_the_source(row: Row, tables: Tables) -> Iterator[Breach]:
    """Passages cover the article from its first character on: no overlap, no gap but the break between two lines."""
    start, _ = row.span
    passages = tables.passages[row["source_id"]]
    place = passages.index(row)
    if place == 0:
        expected, first, after = 0, 1, say("the first passage of its article")
    else:
        before = passages[place - 1]
        breaks = row["line"] - before["line"]
        first = before["line"] + (breaks > 0)
        expected, after = before["char_end"] + (breaks > 0), say("it follows {where}", where=before.where)
    if start != expected:
        yield Breach("char_start", f"{expected}: {after}", say("correct this passage's start or that one's end"))
    if row["line"] != first:
        yield Breach("line", f"{first}: {after}", say("give each line of the article its passages, in order"))


@rule("sources")
def passages_reach_the_end(row: Row, tables: Tables) -> Iterator[Breach]:
    """The last passage ends where the article ends, on its last line."""
    passages = tables.passages.get(row["source_id"])
    if not passages:
        yield Breach(
            "source_id", say("an article that passages cover"), say("add its passages, from position 0 to its length")
        )
        return
    last = passages[-1]
    for ours, theirs in (("length", "char_end"), ("lines", "line")):
        if row[ours] != last[theirs]:
            yield Breach(
                ours,
                say(
                    "{last}, the {theirs} of the last passage {where}",
                    last=last[theirs],
                    theirs=theirs,
                    where=last.where,
                ),
                say("correct whichever is wrong"),
            )


@rule("passages", *FACT_TABLES, "mentions")
def id_names_the_line(row: Row, tables: Tables) -> Iterator[Breach]:
    """The id of a passage, fact or mention names the line that it stands on."""
    line = row["line"] if row.table == "passages" else tables.passage_of(row)["line"]
    prefix, place, running = _parts(row)
    named = f"{prefix}-{place[:1]}{line:02}"
    if place[1:] != f"{line:02}":
        yield Breach(
            KEYS[row.table],
            say("{named}-…: its words stand on line {line}", named=named, line=line),
            say(
                "rename it {named}-{running}, or the next free number, wherever it is used; or correct the span",
                named=named,
                running=running,
            ),
        )


@rule("passages", *FACT_TABLES, "mentions")
def id_carries_its_article(row: Row, tables: Tables) -> Iterator[Breach]:
    """The id of a passage, fact or mention begins with the prefix of its article."""
    wanted = tables.get("sources", row["source_id"])["id_prefix"]
    prefix, *rest = _parts(row)
    if prefix != wanted:
        yield Breach(
            KEYS[row.table],
            say(
                "an id that begins with {wanted}-, the prefix of {source_id}", wanted=wanted, source_id=row["source_id"]
            ),
            say("rename it {id}, wherever it is used; or correct its source", id="-".join((wanted, *rest))),
        )


def _parts(row: Row) -> tuple[str, str, str]:
    """Return the prefix, the letter with the line, and the number of an id. Raises UnstatedError without them."""
    parts = row.key.rsplit("-", 2)
    if len(parts) != 3:
        raise UnstatedError  # the schema's pattern says so
    return parts[0], parts[1], parts[2]


@rule(*FACT_TABLES)
def fact_lies_in_one_passage(row: Row, tables: Tables) -> Iterator[Breach]:
    """A fact is stated inside exactly one passage."""
    yield from _in_one_passage(row, tables)


@rule("mentions")
def mention_lies_in_one_passage(row: Row, tables: Tables) -> Iterator[Breach]:
    """A figure, date or name is printed inside exactly one passage."""
    yield from _in_one_passage(row, tables)


def _in_one_passage(row: Row, tables: Tables) -> Iterator[Breach]:
    start, end = row.span
    if not start < end <= tables.get("sources", row["source_id"])["length"]:
        return  # the rules on spans say so
    around = tables.passages_around(row)
    if len(around) > 1:
        yield Breach(
            "char_start",
            say("one passage around it"),
            say("let {around} not overlap", around=say(" and ").join(each.key for each in around)),
        )
    elif not around:
        passage = tables.passage_of(row)
        yield Breach(
            "char_end",
            say(
                "at most {char_end}, the end of {where}, in which it starts",
                char_end=passage["char_end"],
                where=passage.where,
            ),
            say("shorten the span to one passage; what another passage adds is a row of its own"),
        )


@rule(*FACT_TABLES)
def fact_stands_in_a_passage_of_facts(row: Row, tables: Tables) -> Iterator[Breach]:
    """A fact stands in a passage that is accounted for by facts, not in one of context and not in one that restates."""
    for passage in tables.passages_around(row):
        if passage["disposition"] == "restates":
            yield Breach(
                "char_start",
                say("a span in {get}, which {where} restates", get=passage.get("restates_id"), where=passage.where),
                say("point at the passage that states it first, or change the passage's disposition to facts"),
            )
        elif passage["disposition"] != "facts":
            yield Breach(
                "char_start",
                say(
                    "a span in a passage of facts; {where} is marked {disposition}",
                    where=passage.where,
                    disposition=passage["disposition"],
                ),
                say("change that passage's disposition to facts, or correct the span"),
            )


@rule("passages")
def passage_of_facts_has_a_fact(row: Row, tables: Tables) -> Iterator[Breach]:
    """A passage marked as facts has at least one fact."""
    if row["disposition"] != "facts":
        return
    start, end = row.span
    if not any(
        fact.get("source_id") == row["source_id"] and start <= fact["char_start"] and fact["char_end"] <= end
        for fact in tables.facts.values()
        if None not in (fact.get("char_start"), fact.get("char_end"))
    ):
        yield Breach(
            "disposition",
            say("context or restates: no fact stands in it"),
            say("add the fact that it states, or mark it context, or restates with the passage that it says again"),
        )


@rule("passages")
def restating_passage_names_another(row: Row, tables: Tables) -> Iterator[Breach]:
    """A passage names the one that it restates exactly when its disposition is restates."""
    restated = row.get("restates_id")
    if row["disposition"] == "restates" and restated is None:
        yield Breach("restates_id", say("the passage that it restates"), say("name it, or change the disposition"))
    if row["disposition"] != "restates" and restated is not None:
        yield Breach(
            "restates_id",
            say("not-applicable, as its disposition is {disposition}", disposition=row["disposition"]),
            say("clear it, or mark it restates"),
        )


@rule("passages")
def restated_passage_has_facts(row: Row, tables: Tables) -> Iterator[Breach]:
    """What a passage restates is another passage of the same article, one of facts."""
    if row["disposition"] != "restates":
        return
    restated = tables.get("passages", row["restates_id"])
    if restated["disposition"] != "facts" or restated["source_id"] != row["source_id"]:
        yield Breach(
            "restates_id",
            say(
                "a passage of facts; {where} is marked {disposition}",
                where=restated.where,
                disposition=restated["disposition"],
            ),
            say("name the passage whose facts it says again"),
        )
