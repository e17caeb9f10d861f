"""The commands, a module each: `add_parser(subparsers)` declares its arguments, `run(args)` runs it.

The command line imports them all, so what takes long to import (polars, DuckDB, frictionless) is imported in `run`.
"""

from __future__ import annotations

COMMANDS = {
    "validate": "judge a Data Package: this archive, or your own",
    "describe": "write a first descriptor of your own tables",
    "query": "run SQL on the archive",
    "show": "print one fact or entity as a card",
    "locate": "find a phrase of the article in your copy, with its position",
    "new": "begin a new fact: its row, with what is known of it",
    "shell": "open DuckDB's own shell on the archive",
    "diff": "show what changed between two versions of a package",
    "release": "write the archive in every format offered for download",
    "site": "build the archive as a static site to publish",
    "schemas": "write the schemas into the descriptor",
    "docs": "write the generated pages of docs/",
}
"""Each command and its one line of help, in the order of the help page."""
