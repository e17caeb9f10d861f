"""`xiaogan-facts site`: build the archive as a static site, with the release to download in it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.commands._valid import INVALID, archive_is_valid
from xiaogan_facts.gate.translation import say


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "site", __doc__)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        type=Path,
        required=True,
        help=say("where to; a site that is there is replaced as a whole, anything else is not"),
    )


def run(args: argparse.Namespace) -> int:
    """Validate the archive, then build the site. Return 0, or 1 if the archive is invalid and nothing is written."""
    if not archive_is_valid():
        return INVALID
    from xiaogan_facts.site import build

    names = build(args.output)
    print(
        say(
            "{names:,} files in {output}; open {page}",
            names=len(names),
            output=args.output,
            page=args.output / "index.html",
        )
    )
    return 0
