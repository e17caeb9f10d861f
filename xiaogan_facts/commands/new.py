"""`xiaogan-facts new TABLE`: begin a new fact: write its row, with what is known of it. Exit 0; 2: it cannot be."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import COMMANDS

SET = "a cell that you know already, such as subject_id=silang-computing-park"


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("new", help=COMMANDS["new"], description=__doc__.partition(": ")[2])
    parser.add_argument("table", metavar="TABLE", help="observation, event, relation, claim or statement")
    parser.add_argument("--line", type=int, metavar="N", help="the line that it stands on")
    parser.add_argument("--phrase", help="the words that state it, in Simplified or Traditional characters")
    parser.add_argument("--source", type=Path, metavar="FILE", help="your copy of the article")
    parser.add_argument("--figure", metavar="TOKEN", help="the figure of an observation, where its words hold several")
    parser.add_argument("-s", "--set", action="append", default=[], type=_cell, metavar="COLUMN=VALUE", help=SET)
    parser.add_argument("--package", metavar="PATH", help="another copy of the archive: a folder or descriptor")


def run(args: argparse.Namespace) -> int:
    """Write the rows and say what is left to do. Raises CannotRunError if there is no one place for them."""
    from xiaogan_facts.drafts import Workbench, begin, insert

    bench = Workbench(args.package)
    spot = bench.spot(args.line, args.phrase, args.source)
    table = args.table if args.table.endswith("s") else f"{args.table}s"
    for draft in begin(bench, table, spot, dict(args.set), args.figure):
        path = bench.package.base / bench.package.resource(draft.table).paths[0]
        line = insert(path, draft.cells)
        left = f"fill in {', '.join(draft.to_fill)}" if draft.to_fill else "nothing to fill in"
        print(f"{path.name}:{line}  {draft.key}  {left}")
    print("Then: xiaogan-facts validate" + (f" --source {args.source}" if args.source else ""))
    return 0


def _cell(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"'{text}' is not of the form COLUMN=VALUE")
    return column, value
