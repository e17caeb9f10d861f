"""The command line `xiaogan-facts`: run a command, and say in plain words what stops it.

Exit codes: 0 done, 1 the command's own "no" (invalid, or not current), 2 could not run. No traceback reaches a user.
"""

from __future__ import annotations

import argparse
import errno
import gc
import gettext
import io
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from itertools import pairwise
from typing import Any

from xiaogan_facts import __version__
from xiaogan_facts.commands import COMMANDS, LANGUAGE
from xiaogan_facts.gate.errors import CannotRunError, Error
from xiaogan_facts.gate.suggest import hint
from xiaogan_facts.gate.translation import CATALOGUES, CHINESE, DOMAIN, LANGUAGES, Language, language_of, say, speaking
from xiaogan_facts.output.help_page import Help
from xiaogan_facts.output.width import fold_words, terminal_width

TELL_OF_ALL = ("completion", "docs")
"""Commands that are about all commands, and need the parsers of all."""

GIVE_NO_VERDICT = ("query", "search", "show")
"""Commands that succeed even if their reader stops early (`… | head`), as they have no verdict that it could miss."""

COULD_NOT_RUN = 2
INTERRUPTED = 130

GARBAGE = 100_000
"""New objects after which Python collects garbage: loading a library makes as many, none of them garbage."""


def module(command: str) -> Any:
    """Return the module of a command."""
    return import_module(f"xiaogan_facts.commands.{command}")


def parser(commands: Iterable[str] = COMMANDS) -> argparse.ArgumentParser:
    """Return the parser of the command line, with those of the commands, its help in the language spoken."""
    made = argparse.ArgumentParser(
        prog="xiaogan-facts",
        description=say(
            "Every fact of one article on the Xiaogan High-tech Zone: validate, query and correct the archive."
        ),
        formatter_class=Help,
    )
    made.add_argument("--version", action=_Version, help=say("show the versions of program and data, and stop"))
    made.add_argument("--lang", dest="language", choices=LANGUAGES, help=say(LANGUAGE))
    made.set_defaults(parser=made)
    subparsers = made.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in commands:
        module(command).add_parser(subparsers)
    return made


class _Version(argparse.Action):
    """Prints the versions, which are read from the archive only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str | None = None) -> None:
        super().__init__(option_strings, dest, nargs=0, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from xiaogan_facts.gate.package.load import load
        from xiaogan_facts.paths import DESCRIPTOR

        data = load(DESCRIPTOR).version
        print(say("xiaogan-facts {version}, with the data of version {data}", version=__version__, data=data))
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; `arguments` are by default those of `sys.argv`."""
    sys.stdout, sys.stderr = (each or io.StringIO() for each in (sys.stdout, sys.stderr))  # our caller has closed it
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    gc.set_threshold(GARBAGE)
    words = sys.argv[1:] if arguments is None else list(arguments)
    language = _language(words)
    with speaking(language), _argparse_speaking(language):
        return _run(words)


def _run(words: list[str]) -> int:
    code: int = COULD_NOT_RUN
    try:
        _refuse_unknown_command(words)
        alone = words[0] if words and words[0] in COMMANDS and words[0] not in TELL_OF_ALL else None
        chosen = parser([alone] if alone else COMMANDS).parse_args(words)
        code = 0 if chosen.command in GIVE_NO_VERDICT else COULD_NOT_RUN  # if the reader leaves before the end
        code = module(chosen.command).run(chosen)
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
        width = terminal_width() if sys.stderr.isatty() else None
        print("\n".join(fold_words(f"xiaogan-facts: {_reason(error)}", width)), file=sys.stderr)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else COULD_NOT_RUN
    return code


def _language(words: Sequence[str]) -> Language:
    """Return the language that the arguments ask for, else that of the locale: the help needs it before them."""
    asked = [
        word.removeprefix("--lang=")
        for before, word in pairwise(["", *words])
        if before == "--lang" or word.startswith("--lang=")
    ]
    return next((known for known in LANGUAGES if known in asked[-1:]), language_of(os.environ))


@contextmanager
def _argparse_speaking(language: Language) -> Iterator[None]:
    """Have argparse take its own words from our catalogue; it asks gettext, which asks the environment."""
    if language == "en":
        yield
        return
    before, domain = os.environ.get("LANGUAGE"), gettext.textdomain()
    os.environ["LANGUAGE"] = CHINESE
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    try:
        yield
    finally:
        gettext.textdomain(domain)
        os.environ.pop("LANGUAGE")
        if before is not None:
            os.environ["LANGUAGE"] = before


def _refuse_unknown_command(words: Sequence[str]) -> None:
    """Raise CannotRunError for a command that there is not, with the nearest that there is."""
    after_options = (word for before, word in pairwise(["", *words]) if before != "--lang" and word[:1] != "-")
    command = next(after_options, None)
    if command is not None and command not in COMMANDS:
        raise CannotRunError(
            say("there is no command '{command}'; {hint}", command=command, hint=hint(command, COMMANDS))
        )


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
        return say("interrupted")
    if isinstance(error, ModuleNotFoundError) and not str(error.name).startswith("xiaogan_facts"):
        return say(
            "the library '{name}' is not installed here; help: run `make`, then `. .venv/bin/activate`", name=error.name
        )
    if isinstance(error, OSError):
        where = error.filename or (say("what is written") if error.errno in (errno.ENOSPC, errno.EDQUOT) else "")
        return f"{where}: {error.strerror}" if where else error.strerror or str(error)
    return say(
        "a fault of this program, not of your data: {name}: {error}\nPlease report it with the command that you ran.",
        name=type(error).__name__,
        error=error,
    )
