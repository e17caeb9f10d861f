"""`xiaogan-facts diff OLD NEW`: show the differences between two versions of a Data Package. Exit 0: none, 1: some."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from xiaogan_facts.commands import FORMAT, added
from xiaogan_facts.gate.translation import say

FORMATS = ("text", "markdown", "json")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "diff", __doc__)
    parser.add_argument(
        "old",
        metavar="OLD",
        help=say("the older version: a package's folder, descriptor or release zip, or a revision of git"),
    )
    parser.add_argument("new", metavar="NEW", help=say("the newer version, likewise"))
    parser.add_argument("--format", choices=FORMATS, default="text", help=say(FORMAT))


def run(args: argparse.Namespace) -> int:
    """Write the difference. Return 0 if there is none, else 1."""
    from xiaogan_facts.diff import as_json, as_markdown, as_text, compare  # here, for polars is slow to load

    difference = compare(args.old, args.new)
    render = {"text": as_text, "markdown": as_markdown, "json": as_json}[args.format]
    sys.stdout.write(render(difference))
    return 0 if difference.same else 1
