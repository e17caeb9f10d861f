"""Rules that need a copy of the article: what the archive says of the text is so, and none of the text is published."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from xiaogan_facts.rules.mentions import ELLIPSIS
from xiaogan_facts.rules.received import LONGEST_REPEAT, Copy, fingerprint, repeats, runs, stripped, without_pinyin
from xiaogan_facts.rules.rows import TABLES, Row, Tables, UnstatedError
from xiaogan_facts.rules.rule import Breach, rule

DESCRIPTOR = "datapackage"
"""What the strings of the descriptor are called as a table: a row is a string, `pointer` says where it stands."""

FIGURE = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[〇零一二兩两三四五六七八九十百千万萬亿億]+")
SHORTEST_NAME = 2


@rule("sources", needs_article=True)
def article_is_the_one_on_record(row: Row, tables: Tables) -> Iterator[Breach]:
    """The copy of the article is the one that positions count in."""
    found = fingerprint(_text(tables))
    on_record = tables.rows("sources")
    if row is on_record[0] and found not in [source.get("sha256") for source in on_record]:
        yield Breach(
            "sha256",
            f"that of the copy on record; the file given has {found}",
            "give the received copy itself, byte for byte: no other one has the same positions",
        )


@rule("mentions", "observations", needs_article=True)
def printed_stands_where_it_says(row: Row, tables: Tables) -> Iterator[Breach]:
    """A printed token stands at its position in the article; that of an observation stands within its evidence."""
    start, end = _inside(row, tables)
    there, printed = _text(tables)[start:end], row["printed"]
    if row.table == "observations":
        if printed not in there and printed not in without_pinyin(there):
            yield Breach(
                "printed", f"a token that stands from {start} to {end}", "copy it from the article, or correct the span"
            )
        return
    head, shortened, tail = printed.partition(ELLIPSIS)
    if not (there.startswith(head) and there.endswith(tail) if shortened else there == printed):
        elsewhere = _elsewhere(_text(tables), printed, start) if not shortened else None
        hint = "" if elsewhere is None else f"; it stands from {elsewhere} to {elsewhere + len(printed)}"
        yield Breach(
            "printed", f"what stands from {start} to {end}", f"copy it from the article, or correct the span{hint}"
        )


@rule("passages", needs_article=True)
def figure_in_the_text_is_mentioned(row: Row, tables: Tables) -> Iterator[Breach]:
    """Every figure in the text, in digits or in Chinese numerals, lies within a mention."""
    start, end = _inside(row, tables)
    for found in FIGURE.finditer(_text(tables), start, end):
        pieces = [found.span()] if found[0].isascii() else [(at, at + 1) for at in range(*found.span())]
        missed = [piece for piece in pieces if not _is_covered(piece, tables)]
        if missed:
            yield _unmentioned("figure", found[0], (missed[0][0], missed[-1][1]))


@rule("passages", needs_article=True)
def name_in_the_text_is_mentioned(row: Row, tables: Tables) -> Iterator[Breach]:
    """A name that is mentioned somewhere is mentioned wherever the text prints it."""
    start, end = _inside(row, tables)
    for name, span in tables.cached(_names_in_the_text):
        if start <= span[0] < end and not _is_covered(span, tables):
            yield _unmentioned("name", name, span)


@rule("passages", "sources", needs_article=True)
def lines_break_as_in_the_text(row: Row, tables: Tables) -> Iterator[Breach]:
    """Lines break where the text breaks, and length and number of lines are the text's own."""
    text = _text(tables)
    if row.table == "sources":
        if row["sha256"] != fingerprint(text):
            return
        for column, found in (("length", len(text)), ("lines", text.count("\n") + 1)):
            if row[column] != found:
                yield Breach(column, str(found), f"write {found}, as counted in the copy")
        return
    start, end = _inside(row, tables)
    line = text.count("\n", 0, start) + 1
    if row["line"] != line:
        yield Breach("line", str(line), "count the lines of the copy from 1, or correct the span")
    elif "\n" in text[start:end]:
        yield Breach(
            "char_end",
            f"at most {text.index(chr(10), start)}, where the line breaks",
            "end the passage before the line does",
        )


@rule(*TABLES, DESCRIPTOR, needs_article=True)
def text_is_not_repeated(row: Row, tables: Tables) -> Iterator[Breach]:
    """Nothing published repeats 25 or more consecutive characters of the text."""
    for column, cell in row.texts():
        if len(cell) > LONGEST_REPEAT and repeats(cell, tables.cached(_runs)):
            field = row["pointer"] if row.table == DESCRIPTOR else column
            yield Breach(
                field,
                f"at most {LONGEST_REPEAT} consecutive characters of the article",
                "say it in words of our own",
                f"{cell[:12]}…",
            )


def _text(tables: Tables) -> str:
    if tables.text is None:
        raise UnstatedError
    return tables.text


def _inside(row: Row, tables: Tables) -> tuple[int, int]:
    """Return the span of a row. Raises UnstatedError for another article's, and for a span that other rules report."""
    if tables.get("sources", row["source_id"])["sha256"] != tables.cached(_fingerprint):
        raise UnstatedError
    start, end = row.span
    if not 0 <= start < end <= len(_text(tables)):
        raise UnstatedError
    return start, end


def _fingerprint(tables: Tables) -> str:
    return fingerprint(_text(tables))


def _runs(tables: Tables) -> frozenset[str]:
    return runs(_text(tables))


def _copy(tables: Tables) -> Copy:
    return stripped(_text(tables))


def _mentioned(tables: Tables) -> tuple[list[int], list[int]]:
    """Return the starts of this article's mentions in order, and for each the furthest end so far."""
    spans = []
    for row in tables.rows("mentions"):
        try:
            spans.append(_inside(row, tables))
        except UnstatedError:
            continue
    ends: list[int] = []
    for _, end in sorted(spans):
        ends.append(max(end, ends[-1] if ends else 0))
    return sorted(start for start, _ in spans), ends


def _is_covered(span: tuple[int, int], tables: Tables) -> bool:
    starts, ends = tables.cached(_mentioned)
    before = bisect_right(starts, span[0])
    return before > 0 and ends[before - 1] >= span[1]


def _names_in_the_text(tables: Tables) -> list[tuple[str, tuple[int, int]]]:
    """Return every place at which the text prints a name that is mentioned somewhere, with or without pinyin."""
    copy = tables.cached(_copy)
    names = {
        without_pinyin(row["printed"])
        for row in tables.where("mentions", "mention_type", "name")
        if row.get("printed") and ELLIPSIS not in row["printed"]
    }
    return sorted(
        (name, copy.span(found.start(), found.end()))
        for name in names
        if len(name) >= SHORTEST_NAME
        for found in re.finditer(re.escape(name), copy.text)
    )


def _unmentioned(kind: str, token: str, span: tuple[int, int]) -> Breach:
    return Breach(
        "char_start",
        f"a mention around the {kind} from {span[0]} to {span[1]}",
        "add it to mentions.csv, resolved to its fact, its entity, or to no_fact with the reason",
        token,
    )


def _elsewhere(text: str, printed: str, near: int) -> int | None:
    """Return the occurrence of a token that is nearest to a position."""
    found = [each.start() for each in re.finditer(re.escape(printed), text)]
    return min(found, key=lambda at: abs(at - near), default=None)
