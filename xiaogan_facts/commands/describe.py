"""`xiaogan-facts describe FILE ...`: write a first descriptor of your tables, with what it cannot know marked."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "describe", __doc__)
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help=say("a table: CSV, TSV, JSON, JSON lines, Parquet, Excel or OpenDocument"),
    )
    parser.add_argument(
        "-o", "--output", metavar="FILE", type=Path, help=say("a new file to write to (default: standard output)")
    )


def run(args: argparse.Namespace) -> int:
    """Write the descriptor, whose paths start at its own folder or, on standard output, at the working directory."""
    from xiaogan_facts.gate.describe import MARK, describe  # here, for polars and pandera are slow to load

    if args.output and args.output.exists():
        raise CannotRunError(
            say("{output}: this is there already, and a descriptor may hold what only people know", output=args.output)
        )
    descriptor = describe(args.files, args.output.parent if args.output else Path.cwd())
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    if args.output:
        with written_whole(args.output) as new:
            new.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    print(
        say(
            "{count} texts to be written, marked '{mark}'; types, dialects and encodings are inferred",
            count=text.count(MARK),
            mark=MARK,
        ),
        file=sys.stderr,
    )
    return 0
