"""`xiaogan-facts show ID`: print one fact, entity, caveat or passage as a card. Exit 0; 2: no such id or name."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from xiaogan_facts.bilingual import LANGUAGES
from xiaogan_facts.commands import FORMAT, PACKAGE, added
from xiaogan_facts.gate.translation import later, say

SOURCE = later("your copy of an article, once for each: adds the passage, evidence marked")
FORMATS = ("text", "json", "markdown")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "show", __doc__, LANGUAGES, later("the language of the card (default: both)"))
    parser.add_argument(
        "id",
        metavar="ID",
        help=say(
            "the id of a fact (o17-01), of an entity (huagong-gaoli) or of any other row, or the name of an entity"
        ),
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help=say(FORMAT))
    parser.add_argument("--source", metavar="FILE", action="append", default=[], help=say(SOURCE))
    parser.add_argument("--table", help=say("where to look, for an id that stands in more than one table"))
    parser.add_argument("--package", metavar="PATH", help=say(PACKAGE))


def run(args: argparse.Namespace) -> int:
    """Write the card. Raises CannotRunError if there is none."""
    from xiaogan_facts.archive import shared
    from xiaogan_facts.cards.as_json import as_json
    from xiaogan_facts.cards.as_markdown import as_markdown
    from xiaogan_facts.cards.as_text import as_text
    from xiaogan_facts.output.width import terminal_width

    card = shared(args.package).card(args.id, args.source, table=args.table)
    language = args.lang or args.language or "both"
    if args.format == "text":
        sys.stdout.write(as_text(card, language, terminal_width()))
    else:
        sys.stdout.write({"json": as_json, "markdown": as_markdown}[args.format](card, language))
    return 0
