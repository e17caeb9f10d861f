"""The command line `xiaogan-facts`: finds the job that was asked for, loads only that one, and words what stops it.

Exit codes: 0 done, 1 the job's own "no" (invalid, or not current), 2 could not run. No traceback reaches a user.
"""

from __future__ import annotations

import argparse
import errno
import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.gate.errors import CannotRunError

COULD_NOT_RUN = 2
INTERRUPTED = 130


class _Version(argparse.Action):
    """Looks the version up only when it is asked for: it lies in the installed package's metadata."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from xiaogan_facts import __version__

        print(f"{parser.prog} {__version__}")
        parser.exit()


def parser_for(command: str | None) -> argparse.ArgumentParser:
    """The parser with every command's name and help, and the arguments of `command` alone."""
    parser = argparse.ArgumentParser(
        prog="xiaogan-facts",
        description="Every fact of one article on the Xiaogan High-tech Zone: validate the archive, query it, mend it.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, summary in COMMANDS.items():
        if name == command:
            import_module(f"xiaogan_facts.commands.{name}").add_parser(subparsers)
        else:
            subparsers.add_parser(name, help=summary, add_help=False)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are those after the program's name, or `sys.argv`'s."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    words = list(sys.argv[1:] if arguments is None else arguments)
    code: int = COULD_NOT_RUN
    try:
        chosen = parser_for(words[0] if words else None).parse_args(words)
        command = import_module(f"xiaogan_facts.commands.{chosen.command}")
        code = getattr(command, "UNREAD", COULD_NOT_RUN)
        code = command.run(chosen)
        sys.stdout.flush()
    except SystemExit as end:
        # argparse's own end: it has shown its help, or what is wrong with the words.
        return end.code if isinstance(end.code, int) else COULD_NOT_RUN
    except BaseException as error:
        # Not only Exception: an interrupt, or a panic inside polars, is none.
        if _reader_is_gone(error):
            # As in `… | head`: nothing is left to say, and the interpreter must not flush again at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return code
        print(f"xiaogan-facts: {_reason(error)}", file=sys.stderr)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else COULD_NOT_RUN
    return code


def _reader_is_gone(error: BaseException) -> bool:
    """Whether the pipe behind standard output was closed; Windows calls that an invalid argument."""
    if isinstance(error, OSError) and os.name == "nt":
        return error.errno == errno.EINVAL and error.filename is None
    return isinstance(error, BrokenPipeError)


def _reason(error: BaseException) -> str:
    """What stopped a command, in words; whatever was not foreseen is this program's fault, and says so."""
    if isinstance(error, CannotRunError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "interrupted"
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
    return (
        f"a fault of this program, not of your data: {type(error).__name__}: {error}\n"
        "Please report it with the command that you ran."
    )


if __name__ == "__main__":
    sys.exit(main())
