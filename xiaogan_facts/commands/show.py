"""`xiaogan-facts show ID`: print one fact, entity, caveat or passage as a card. Exit 0; 2 for an unknown id."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from xiaogan_facts.bilingual import LANGUAGES
from xiaogan_facts.commands import COMMANDS

SOURCE = "your copy of an article, once for each: adds the passage, evidence marked"
FORMATS = ("text", "json", "markdown")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("show", help=COMMANDS["show"], description=__doc__.partition(": ")[2])
    parser.add_argument("id", metavar="ID", help="of a fact (o17-01), an entity (huagong-gaoli), or any other row")
    parser.add_argument("--lang", choices=LANGUAGES, default="both", help="the language of the card (default: both)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="how to write it (default: text)")
    parser.add_argument("--source", metavar="FILE", action="append", default=[], help=SOURCE)
    parser.add_argument("--table", help="where to look, for an id that stands in more than one table")
    parser.add_argument("--package", metavar="PATH", help="another copy of the archive: a folder or descriptor")


def run(args: argparse.Namespace) -> int:
    """Write the card. Raises CannotRunError if there is none."""
    from xiaogan_facts.archive import shared
    from xiaogan_facts.cards.as_json import as_json
    from xiaogan_facts.cards.as_markdown import as_markdown
    from xiaogan_facts.cards.as_text import as_text
    from xiaogan_facts.output.output import terminal_width

    card = shared(args.package).card(args.id, args.source, table=args.table)
    if args.format == "text":
        sys.stdout.write(as_text(card, args.lang, terminal_width()))
    else:
        sys.stdout.write({"json": as_json, "markdown": as_markdown}[args.format](card, args.lang))
    return 0
