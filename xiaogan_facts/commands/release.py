"""`xiaogan-facts release`: write the archive in every format offered for download, if the gate passes it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.commands._valid import INVALID, archive_is_valid
from xiaogan_facts.gate.translation import say


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "release", __doc__)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        type=Path,
        required=True,
        help=say("where to; a release that is there is replaced as a whole, anything else is not"),
    )
    parser.add_argument(
        "--since",
        metavar="OLD",
        type=Path,
        help=say("the version before (a folder, or the zip of a release): what has changed is written too"),
    )


def run(args: argparse.Namespace) -> int:
    """Validate the archive, then write the release. Return 0, or 1 if the archive is invalid and nothing is written."""
    if not archive_is_valid():
        return INVALID
    from xiaogan_facts.release import release

    for file in release(args.output, since=args.since):
        print(f"{file.sha256[:12]}  {file.bytes:>9,}  {file.name}")
    return 0
