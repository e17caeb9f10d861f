"""`xiaogan-facts dictionary`: writes `docs/dictionary.md`, in English and Chinese, from the schemas."""

from __future__ import annotations

import argparse
from typing import Any

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.generated import file as generated
from xiaogan_facts.generated.dictionary import render


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    generated.add_arguments(
        subparsers.add_parser("dictionary", help=COMMANDS["dictionary"], description=__doc__.partition(": ")[2])
    )


def run(args: argparse.Namespace) -> int:
    """Write the dictionary, or with `--check` say whether it is current."""
    return generated.run(args, render)
