"""`xiaogan-facts release`: write the archive in every format offered for download, if the gate passes it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.commands._valid import INVALID, archive_is_valid
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import later, say
from xiaogan_facts.home import repository

NO_HOME = later(
    "a release says where its project lives, and pyproject.toml has a placeholder for that; "
    "help: write the owner there, or build a draft with --draft"
)


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
        help=say(
            "the version before (a folder, the zip of a release, or a revision of git): what has changed is written too"
        ),
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help=say("take over what a release that is there holds besides, instead of stopping"),
    )
    parser.add_argument(
        "--draft", action="store_true", help=say("build it although nobody knows yet where the project lives")
    )


def run(args: argparse.Namespace) -> int:
    """Validate the archive, then write the release. Return 0, or 1 if the archive is invalid and nothing is written.

    Raises CannotRunError for a release of a project without a home, but for a draft.
    """
    if not args.draft and repository() is None:
        raise CannotRunError(say(NO_HOME))
    if not archive_is_valid():
        return INVALID
    from xiaogan_facts.release import release

    for file in release(args.output, since=args.since, keep=args.keep):
        print(f"{file.sha256[:12]}  {file.bytes:>9,}  {file.name}")
    return 0
