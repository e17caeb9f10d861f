"""`xiaogan-facts shell`: open DuckDB's own shell on a temporary copy of the archive. Exit: the shell's."""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.gate.errors import CannotRunError

HOW_TO_GET_ONE = """DuckDB's shell is not on this machine: there is no program 'duckdb' on the PATH. To get one:
https://duckdb.org/install (macOS: brew install duckdb; Windows: winget install DuckDB.cli)
Without it, `xiaogan-facts query` runs SQL on the archive."""


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("shell", help=COMMANDS["shell"], description=__doc__.partition(": ")[2])
    parser.add_argument("--package", metavar="PATH", help="another copy of the archive: a folder or descriptor")


def run(args: argparse.Namespace) -> int:
    """Run the shell and return its exit code. Raises CannotRunError, with the way to get one, if there is none."""
    program = shutil.which("duckdb")
    if program is None:
        raise CannotRunError(HOW_TO_GET_ONE)
    from xiaogan_facts.database.connection import connect

    with tempfile.TemporaryDirectory(prefix="xiaogan-facts-") as folder:
        database = Path(folder) / "xiaogan-facts.duckdb"
        connect(args.package, file=database).close()
        return _attended([program, str(database)])


def _attended(words: list[str]) -> int:
    """Run an interactive program: it handles interrupts itself, and is ended before this process is."""
    for ending in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, ending):
            signal.signal(getattr(signal, ending), lambda number, _frame: sys.exit(128 + number))
    with subprocess.Popen(words) as shell:
        try:
            while True:
                try:
                    return shell.wait()
                except KeyboardInterrupt:
                    continue
        finally:
            shell.terminate()
