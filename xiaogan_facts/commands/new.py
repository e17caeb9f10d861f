"""`xiaogan-facts new TABLE`: begin a new fact: write its row, with what is known of it. Exit 0; 2: it cannot be."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import PACKAGE, added
from xiaogan_facts.gate.translation import later, say

SET = later("a cell that you know already, such as subject_id=silang-computing-park")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "new", __doc__)
    parser.add_argument("table", metavar="TABLE", help=say("observation, event, relation, claim or statement"))
    parser.add_argument("--line", type=int, metavar="N", help=say("the line that it stands on"))
    parser.add_argument("--phrase", help=say("the words that state it, in Simplified or Traditional characters"))
    parser.add_argument("--source", type=Path, metavar="FILE", help=say("your copy of the article"))
    parser.add_argument(
        "--figure", metavar="TOKEN", help=say("the figure of an observation, where its words hold several")
    )
    parser.add_argument("-s", "--set", action="append", default=[], type=_cell, metavar="COLUMN=VALUE", help=say(SET))
    parser.add_argument("--package", metavar="PATH", help=say(PACKAGE))


def run(args: argparse.Namespace) -> int:
    """Write the rows and say what is left to do. Raises CannotRunError if there is no one place for them."""
    from xiaogan_facts.drafts import Workbench, begin, insert

    bench = Workbench(args.package)
    spot = bench.spot(args.line, args.phrase, args.source)
    table = args.table if args.table.endswith("s") else f"{args.table}s"
    for draft in begin(bench, table, spot, dict(args.set), args.figure):
        path = bench.package.base / bench.package.resource(draft.table).paths[0]
        line = insert(path, draft.cells)
        left = (
            say("fill in {to_fill}", to_fill=", ".join(draft.to_fill)) if draft.to_fill else say("nothing to fill in")
        )
        print(f"{path.name}:{line}  {draft.key}  {left}")
    print(say("Then: xiaogan-facts validate") + (say(" --source {source}", source=args.source) if args.source else ""))
    return 0


def _cell(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(say("'{text}' is not of the form COLUMN=VALUE", text=text))
    return column, value
