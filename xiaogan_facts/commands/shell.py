"""`xiaogan-facts shell`: open DuckDB's own shell on a temporary copy of the archive. Exit: the shell's."""

from __future__ import annotations

import argparse
import shutil
import signal
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import PACKAGE, added
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import later, say

HOW_TO_GET_ONE = later("""DuckDB's shell is not on this machine: there is no program 'duckdb' on the PATH. To get one:
pip install "xiaogan-facts[shell]"
Without it, `xiaogan-facts query` runs SQL on the archive.""")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "shell", __doc__)
    parser.add_argument("--package", metavar="PATH", help=say(PACKAGE))


def run(args: argparse.Namespace) -> int:
    """Run the shell and return its exit code. Raises CannotRunError, with the way to get one, if there is none."""
    program = shutil.which("duckdb", path=sysconfig.get_path("scripts")) or shutil.which("duckdb")
    if program is None:
        raise CannotRunError(say(HOW_TO_GET_ONE))
    from xiaogan_facts.database.connection import write_file

    with tempfile.TemporaryDirectory(prefix="xiaogan-facts-") as folder:
        database = Path(folder) / "xiaogan-facts.duckdb"
        write_file(database, args.package)
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
