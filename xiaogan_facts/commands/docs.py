"""`xiaogan-facts docs`: writes the generated pages in `docs/`."""

from __future__ import annotations

import argparse
from typing import Any

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.generated import command_line, dictionary, file, python_api

PAGES = (
    command_line.render,
    dictionary.render,
    python_api.render,
)
"""What makes each page: a function from the checkout to the file that it should hold."""


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    file.add_arguments(subparsers.add_parser("docs", help=COMMANDS["docs"], description=__doc__.partition(": ")[2]))


def run(args: argparse.Namespace) -> int:
    """Write the pages, or with `--check` say which are not current."""
    return file.run(args, PAGES)
