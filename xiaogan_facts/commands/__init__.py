"""The commands, a module each: `add_parser(subparsers)` declares its arguments, `run(args)` runs it.

The help page imports them all, so what takes long to import (polars, DuckDB, frictionless) is imported in `run`.
"""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Sequence
from typing import Any

from xiaogan_facts.gate.translation import LANGUAGES, later, say
from xiaogan_facts.output.help_page import Help

COMMANDS = {
    "validate": later("judge a Data Package: this archive, or your own"),
    "describe": later("write a first descriptor of your own tables"),
    "query": later("run SQL on the archive"),
    "search": later("find facts, entities and caveats by words"),
    "show": later("print one fact or entity as a card"),
    "locate": later("find a phrase of the article in your copy, with its position"),
    "new": later("begin a new fact: its row, with what is known of it"),
    "shell": later("open DuckDB's own shell on the archive"),
    "diff": later("show what changed between two versions of a package"),
    "release": later("write the archive in every format offered for download"),
    "site": later("build the archive as a static site to publish"),
    "completion": later("print what completes these commands in your shell"),
    "schemas": later("write the schemas into the descriptor"),
    "docs": later("write the generated pages of docs/"),
    "messages": later("bring the catalogue of Chinese messages up to date"),
}
"""Each command and its one line of help, in the order of the help page."""

LANGUAGE = later("the language of what is printed (default: that of the locale)")
PACKAGE = later("another copy of the archive: a folder or descriptor")
FORMAT = later("how to write it (default: text)")


def added(
    subparsers: Any,
    name: str,
    description: str | None,
    languages: Sequence[str] = LANGUAGES,
    language: str = LANGUAGE,
    **more: Any,
) -> ArgumentParser:
    """Add the parser of a command, described by the docstring of its module, with the option for the language."""
    told = say((description or "").partition(": ")[2])
    parser: ArgumentParser = subparsers.add_parser(
        name, help=say(COMMANDS[name]), description=told, formatter_class=Help, **more
    )
    parser.add_argument("--lang", choices=languages, help=say(language))
    return parser


def count(word: str) -> int:
    """Return the number that an option is given. Raises ArgumentTypeError if it is not a whole number from 0 on."""
    try:
        number = int(word)
    except ValueError:
        number = -1
    if number < 0:
        raise ArgumentTypeError(say("{word} is not a whole number from 0 on", word=word))
    return number
