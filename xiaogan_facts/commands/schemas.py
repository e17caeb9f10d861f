"""`xiaogan-facts schemas`: write `schemas/*.json` into `datapackage/datapackage.json`."""

from __future__ import annotations

import argparse
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.generated import descriptor, file


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    file.add_arguments(added(subparsers, "schemas", __doc__))


def run(args: argparse.Namespace) -> int:
    """Write the descriptor, or with `--check` say whether it is current."""
    return file.run(args, [descriptor.inline])
