"""Rules that need a copy of the article: what the archive says of the text is so, and none of the text is published."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate

from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.rules.mentions import ELLIPSIS, edges_of_mentions
from xiaogan_facts.rules.received import LONGEST_REPEAT, repeats, runs, stripped, without_pinyin
from xiaogan_facts.rules.rows import TABLES, Row, Tables, UnstatedError
from xiaogan_facts.rules.rule import Breach, rule

DESCRIPTOR = "datapackage"
"""What the strings of the descriptor are called as a table: a row is a string, `pointer` says where it stands."""

FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[〇零一二兩两三四五六七八九十百千万萬亿億]+")
SHORTEST_NAME = 2
OPENING, CLOSING = "“‘《", "”’》"


@rule("sources", needs_article=True)
def article_is_the_one_on_record(row: Row, tables: Tables) -> Iterator[Breach]:
    """The copy of the article is the one that positions count in."""
    on_record = tables.rows("sources")
    if row is not on_record[0]:
        return
    for found in sorted(set(tables.copies) - {source.get("sha256") for source in on_record}):
        yield Breach(
            "sha256",
            say("that of a copy on record; a file given has {found}", found=found),
            say("give the received copy itself, byte for byte: no other one has the same positions"),
        )


@rule("mentions", "observations", needs_article=True)
def printed_stands_where_it_says(row: Row, tables: Tables) -> Iterator[Breach]:
    """A printed token stands at its position in the article; that of an observation stands within its evidence."""
    start, end = _inside(row, tables)
    text = _text(row, tables)
    there, printed = text[start:end], row["printed"]
    if row.table == "observations":
        if printed not in there and printed not in without_pinyin(there):
            yield Breach(
                "printed",
                say("a token that stands from {start} to {end}", start=start, end=end),
                say("copy it from the article, or correct the span"),
            )
        return
    head, shortened, tail = printed.partition(ELLIPSIS)
    if not (there.startswith(head) and there.endswith(tail) if shortened else there == printed):
        elsewhere = _elsewhere(text, printed, start) if not shortened else None
        hint = (
            ""
            if elsewhere is None
            else say(
                "; it stands from {elsewhere} to {elsewhere_2}",
                elsewhere=elsewhere,
                elsewhere_2=elsewhere + len(printed),
            )
        )
        yield Breach(
            "printed",
            say("what stands from {start} to {end}", start=start, end=end),
            say("copy it from the article, or correct the span{hint}", hint=hint),
        )


@rule(*FACT_TABLES, needs_article=True)
def fact_points_at_whole_words(row: Row, tables: Tables) -> Iterator[Breach]:
    """The words of a fact run from one break in the text to another, and hold both marks of a quotation or none."""
    # Chinese sets no blanks: a break is a punctuation mark, the edge of a mention or an end of the passage.
    start, end = _inside(row, tables)
    text = _text(row, tables)
    passage = tables.passage_of(row)
    edges = tables.cached(edges_of_mentions)[row["source_id"]]
    for column, place, outside, quotation in (
        ("char_start", start, text[start - 1 : start], text[start] in OPENING),
        ("char_end", end, text[end : end + 1], text[end - 1] in CLOSING),
    ):
        if place not in passage.span and place not in edges and outside.isalnum() and not quotation:
            yield Breach(
                column,
                say("a break in the text: {text} stands around {place}", text=text[place - 1 : place + 1], place=place),
                say("start and end at a punctuation mark, a figure, date or name, or the passage's own end"),
            )
    for mark, other in zip(OPENING, CLOSING, strict=True):
        if text.count(mark, start, end) != text.count(other, start, end):
            yield Breach(
                "char_end",
                say("both {mark} and {other}, or neither", mark=mark, other=other),
                say("take in the whole quotation, or start in it"),
            )


@rule("passages", needs_article=True)
def figure_in_the_text_is_mentioned(row: Row, tables: Tables) -> Iterator[Breach]:
    """Every figure in the text, in digits or in Chinese numerals, lies within a mention."""
    start, end = _inside(row, tables)
    for found in FIGURE.finditer(_text(row, tables), start, end):
        pieces = [found.span()] if found[0].isascii() else [(at, at + 1) for at in range(*found.span())]
        missed = [piece for piece in pieces if not _is_covered(piece, row, tables)]
        if missed:
            yield _unmentioned("figure", found[0], (missed[0][0], missed[-1][1]))


@rule("passages", needs_article=True)
def name_in_the_text_is_mentioned(row: Row, tables: Tables) -> Iterator[Breach]:
    """A name that is mentioned somewhere is mentioned wherever the text prints it."""
    start, end = _inside(row, tables)
    for name, span in tables.cached(_names_in_the_text)[row["source_id"]]:
        if start <= span[0] < end and not _is_covered(span, row, tables):
            yield _unmentioned("name", name, span)


@rule("passages", "sources", needs_article=True)
def lines_break_as_in_the_text(row: Row, tables: Tables) -> Iterator[Breach]:
    """Lines break where the text breaks, and length and number of lines are the text's own."""
    text = _text(row, tables)
    if row.table == "sources":
        for column, found in (("length", len(text)), ("lines", text.count("\n") + 1)):
            if row[column] != found:
                yield Breach(column, str(found), say("write {found}, as counted in the copy", found=found))
        return
    start, end = _inside(row, tables)
    line = text.count("\n", 0, start) + 1
    if row["line"] != line:
        yield Breach("line", str(line), say("count the lines of the copy from 1, or correct the span"))
    elif "\n" in text[start:end]:
        yield Breach(
            "char_end",
            say("at most {chr}, where the line breaks", chr=text.index(chr(10), start)),
            say("end the passage before the line does"),
        )


@rule(*TABLES, DESCRIPTOR, needs_article=True)
def text_is_not_repeated(row: Row, tables: Tables) -> Iterator[Breach]:
    """Nothing published repeats 25 or more consecutive characters of the text."""
    for column, cell in row.texts():
        if len(cell) > LONGEST_REPEAT and repeats(cell, tables.cached(_runs)):
            field = row["pointer"] if row.table == DESCRIPTOR else column
            yield Breach(
                field,
                say("at most {longest_repeat} consecutive characters of the article", longest_repeat=LONGEST_REPEAT),
                say("say it in words of our own"),
                f"{cell[:12]}…",
            )


def _text(row: Row, tables: Tables) -> str:
    """Return the text of a row's article. Raises UnstatedError where no copy of it is at hand."""
    text = tables.copies.get(tables.get("sources", row["source_id"])["sha256"])
    if text is None:
        raise UnstatedError
    return text


def _inside(row: Row, tables: Tables) -> tuple[int, int]:
    """Return the span of a row. Raises UnstatedError without its article, and for a span that other rules report."""
    start, end = row.span
    if not 0 <= start < end <= len(_text(row, tables)):
        raise UnstatedError
    return start, end


def _runs(tables: Tables) -> frozenset[str]:
    return frozenset().union(*map(runs, tables.copies.values()))


def _mentioned(tables: Tables) -> Mapping[str, tuple[list[int], list[int]]]:
    """Map each article to the starts of its mentions in order, and for each the furthest end so far."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in tables.placed("mentions"):
        spans[row["source_id"]].append(row.span)
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for source, placed in spans.items():
        placed.sort()
        found[source] = [start for start, _ in placed], list(accumulate((end for _, end in placed), max))
    return found


def _is_covered(span: tuple[int, int], row: Row, tables: Tables) -> bool:
    starts, ends = tables.cached(_mentioned)[row["source_id"]]
    before = bisect_right(starts, span[0])
    return before > 0 and ends[before - 1] >= span[1]


def _names_in_the_text(tables: Tables) -> Mapping[str, list[tuple[str, tuple[int, int]]]]:
    """Map each article to the places at which its text prints a name that it has a mention of, pinyin or not."""
    places: dict[str, list[tuple[str, tuple[int, int]]]] = defaultdict(list)
    for source in tables.rows("sources"):
        text = tables.copies.get(source.get("sha256"))
        if text is None:
            continue
        copy = stripped(text)
        names = {
            without_pinyin(row["printed"])
            for row in tables.where("mentions", "source_id", source.key)
            if row.get("mention_type") == "name" and row.get("printed") and ELLIPSIS not in row["printed"]
        }
        places[source.key] = sorted(
            (name, copy.span(found.start(), found.end()))
            for name in names
            if len(name) >= SHORTEST_NAME
            for found in re.finditer(re.escape(name), copy.text)
        )
    return places


def _unmentioned(kind: str, token: str, span: tuple[int, int]) -> Breach:
    return Breach(
        "char_start",
        say("a mention around the {kind} from {span} to {span_2}", kind=kind, span=span[0], span_2=span[1]),
        say("add it to mentions.csv, resolved to its fact, its entity, or to no_fact with the reason"),
        token,
    )


def _elsewhere(text: str, printed: str, near: int) -> int | None:
    """Return the occurrence of a token that is nearest to a position."""
    found = [each.start() for each in re.finditer(re.escape(printed), text)]
    return min(found, key=lambda at: abs(at - near), default=None)
