"""`xiaogan-facts search WORD ...`: find facts, entities and caveats by words. Exit 0: found, 1: nothing is."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xiaogan_facts.commands import PACKAGE, added, count
from xiaogan_facts.gate.suggest import question
from xiaogan_facts.gate.translation import later, say, say_number, spoken
from xiaogan_facts.output import ALL_FORMATS, Rows, output_for

if TYPE_CHECKING:
    from xiaogan_facts.archive import Archive
    from xiaogan_facts.database.search import Hit

NOT_FOUND = 1
CARDS = "cards"
KINDS = {"entity": later("entity"), "fact": later("fact"), "caveat": later("caveat")}


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "search", __doc__)
    parser.add_argument(
        "words",
        nargs="+",
        metavar="WORD",
        help=say("a word or a part of one, in English or in Chinese of either script; all of them have to occur"),
    )
    parser.add_argument(
        "--format",
        choices=(*ALL_FORMATS, CARDS),
        help=say("how to write what is found (default: what FILE ends in, else table)"),
    )
    parser.add_argument("--limit", type=count, metavar="N", help=say("show at most N"))
    parser.add_argument("-o", "--output", metavar="FILE", help=say("write the rows to a file, whole or not at all"))
    parser.add_argument("--package", metavar="PATH", help=say(PACKAGE))


def run(args: argparse.Namespace) -> int:
    """Write what is found. Return 0, or 1 if nothing is; near names are then on standard error."""
    from xiaogan_facts.archive import shared

    archive = shared(args.package)
    words = " ".join(args.words)
    hits = archive.search(words)
    shown = hits[: args.limit]
    if not hits:
        print(_nothing(archive, words), file=sys.stderr)
        return NOT_FOUND
    if args.format == CARDS:
        sys.stdout.write(_cards(archive, shown))
    else:
        output = output_for(args.output, args.format)
        output.write_rows(_for_people(shown) if output.format == "table" else _for_programs(shown))
    if len(shown) < len(hits):
        print(say_number("{number} more is found", "{number} more are found", len(hits) - len(shown)), file=sys.stderr)
    return 0


def _for_people(hits: Sequence[Hit]) -> Rows:
    rows = ((say(KINDS[hit.kind]), hit.id, hit.text.said(spoken())[0]) for hit in hits)
    return Rows((say("kind"), say("id"), say("text")), rows)


def _for_programs(hits: Sequence[Hit]) -> Rows:
    return Rows(("kind", "id", "text_en", "text_zh"), ((hit.kind, hit.id, hit.text.en, hit.text.zh) for hit in hits))


def _cards(archive: Archive, hits: Sequence[Hit]) -> str:
    return "\n".join(_each_card(archive, hits))


def _each_card(archive: Archive, hits: Sequence[Hit]) -> Iterator[str]:
    from xiaogan_facts.cards.as_text import as_text
    from xiaogan_facts.output.width import terminal_width

    tables = {"entity": "entities", "caveat": "caveats", "fact": None}
    for hit in hits:
        yield as_text(archive.card(hit.id, table=tables[hit.kind]), spoken(), terminal_width())


def _nothing(archive: Archive, words: str) -> str:
    from xiaogan_facts.database.names import named_entities, nearest

    near = nearest(named_entities(archive.connection), words)
    nothing = say("nothing holds '{words}'", words=words)
    return f"xiaogan-facts: {nothing}" + (say("; ") + question(near) if near else "")
