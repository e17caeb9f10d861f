"""`xiaogan-facts messages`: bring the catalogue of Chinese messages up to date with the code. Exit 0."""

from __future__ import annotations

import argparse
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.generated import catalogue, file


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "messages", __doc__)
    file.add_arguments(parser)
    parser.set_defaults(parsers=subparsers.choices)


def run(args: argparse.Namespace) -> int:
    """Write the catalogue and its compiled form, or with `--check` say whether they are current."""
    return file.run(args, [catalogue.template, catalogue.compiled])
