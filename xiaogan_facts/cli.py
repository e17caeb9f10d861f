"""The command line `xiaogan-facts`: run a command, and say in plain words what stops it.

Exit codes: 0 done, 1 the command's own "no" (invalid, or not current), 2 could not run. No traceback reaches a user.
"""

from __future__ import annotations

import argparse
import errno
import gc
import io
import os
import sys
from collections.abc import Sequence

from xiaogan_facts import __version__
from xiaogan_facts.commands import (
    COMMANDS,
    describe,
    diff,
    docs,
    locate,
    new,
    query,
    release,
    schemas,
    shell,
    show,
    site,
    validate,
)
from xiaogan_facts.gate.errors import Error

MODULES = dict(
    zip(
        COMMANDS, (validate, describe, query, show, locate, new, shell, diff, release, site, schemas, docs), strict=True
    )
)
GIVE_NO_VERDICT = ("query", "show")
"""Commands that succeed even if their reader stops early (`… | head`), as they have no verdict that it could miss."""

COULD_NOT_RUN = 2
INTERRUPTED = 130

GARBAGE = 100_000
"""New objects after which Python collects garbage: loading a library makes as many, none of them garbage."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line, with those of all commands."""
    made = argparse.ArgumentParser(
        prog="xiaogan-facts",
        description="Every fact of one article on the Xiaogan High-tech Zone: validate, query and correct the archive.",
    )
    made.add_argument(
        "--version", action="version", version=f"%(prog)s {__version__}", help="show the version and stop"
    )
    subparsers = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in MODULES.values():
        module.add_parser(subparsers)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are by default those of `sys.argv`."""
    sys.stdout, sys.stderr = (each or io.StringIO() for each in (sys.stdout, sys.stderr))  # our caller has closed it
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    gc.set_threshold(GARBAGE)
    code: int = COULD_NOT_RUN
    try:
        chosen = parser().parse_args(arguments)
        code = 0 if chosen.command in GIVE_NO_VERDICT else COULD_NOT_RUN  # if the reader leaves before the end
        code = MODULES[chosen.command].run(chosen)
        sys.stdout.flush()
    except SystemExit as end:
        # Raised by argparse after it has shown the help, or what is wrong with the arguments.
        return end.code if isinstance(end.code, int) else COULD_NOT_RUN
    except BaseException as error:
        # Why not `Exception`? An interrupt, or a panic inside polars, is not one.
        if _reader_is_gone(error):
            # As in `… | head`: the interpreter must not fail when it flushes once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return code
        print(f"xiaogan-facts: {_reason(error)}", file=sys.stderr)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else COULD_NOT_RUN
    return code


def _reader_is_gone(error: BaseException) -> bool:
    """Return whether the pipe behind standard output was closed; Windows calls that an invalid argument."""
    if isinstance(error, OSError) and os.name == "nt":
        return error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError)


def _reason(error: BaseException) -> str:
    """Return what stopped a command, in plain words; an unexpected error is reported as this program's fault."""
    if isinstance(error, Error):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("xiaogan_facts"):
        return f"the library '{error.name}' is not installed here; help: run `make`, then `. .venv/bin/activate`"
    if isinstance(error, OSError):
        where = error.filename or ("what is written" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "")
        return f"{where}: {error.strerror}" if where else error.strerror or str(error)
    return (
        f"a fault of this program, not of your data: {type(error).__name__}: {error}\n"
        "Please report it with the command that you ran."
    )
