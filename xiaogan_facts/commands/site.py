"""`xiaogan-facts site`: build the archive as a static site, with the release to download in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.commands._valid import INVALID, archive_is_valid


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("site", help=COMMANDS["site"], description=__doc__.partition(": ")[2])
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        type=Path,
        required=True,
        help="where to; a site that is there is replaced as a whole, anything else is not",
    )


def run(args: argparse.Namespace) -> int:
    """Validate the archive, then build the site. Return 0, or 1 if the archive is invalid and nothing is written."""
    if not archive_is_valid():
        return INVALID
    from xiaogan_facts.site import build

    names = build(args.output)
    print(f"{len(names):,} files in {args.output}; open {args.output / 'index.html'}")
    return 0
