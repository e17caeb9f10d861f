"""The jobs of the command line, a module each: `add_parser(subparsers)` says how it is called, `run(args)` does it.

`UNREAD` is a job's exit code where the reader leaves early (`… | head`): 0 for one that gives no verdict, else 2.
"""

from __future__ import annotations

COMMANDS = {
    "validate": "judge a Data Package: this archive, or your own",
    "query": "run SQL on the archive",
    "show": "print one fact or entity as a card",
    "shell": "open DuckDB's own shell on the archive",
    "diff": "tell what changed between two versions of a package",
    "release": "write the archive in every format that it is downloaded in",
    "schemas": "write the schemas into the descriptor",
    "docs": "write the pages of docs/ that are generated",
}
"""Each command and its one line of help. Named here, so that the help page loads none of them."""
