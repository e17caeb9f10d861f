"""The reference of the command line, `docs/command-line.md`, from the argument parsers of the commands."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path

from xiaogan_facts.generated.file import Generated

HEAD = """\
# The command line

Every command of `xiaogan-facts` with its options. Generated from the program itself: to change a word here, change it
in `xiaogan_facts/commands/`, then run `xiaogan-facts docs`. Examples are in the [README](../README.md) and in the
[query guide](query.md).

`xiaogan-facts --help` lists the commands, `xiaogan-facts COMMAND --help` explains one, and `xiaogan-facts --version`
prints the versions of program and data. Messages, help and tables are in English or Chinese, by `--lang` or the locale.
`python validate.py` in a checkout is short for `xiaogan-facts validate`.

## Exit codes

| command | 0 | 1 | 2 |
|---|---|---|---|
| `validate` | the package is valid | it is not valid | it could not be judged |
| `describe` | the descriptor is written | | it could not be written, or a file is no table |
| `query` | the query ran | the SQL failed, or took too long | it could not be run: no such question or file |
| `search` | something is found | nothing is | it could not be run |
| `show` | the card is printed | | no such id or name |
| `locate` | the phrase is found | it is not | the copy is none on record, or cannot be read |
| `new` | the row is written | | there is no one place for it, or it cannot be written |
| `diff` | nothing changed | something changed | one of the two could not be read |
| `release` | the release is written | the archive is not valid; nothing is written | it could not be written |
| `site` | the site is built | the archive is not valid; nothing is written | it could not be written |
| `completion` | the script is printed | | |
| `schemas`, `docs`, `messages` | written, or current | with `--check`: a file is not current | it could not be made |

`shell` ends with the exit code of DuckDB's own shell, or 2 if there is none. Wrong arguments end with 2 as well, and
an interrupted command ends with 130. A message on standard error says what happened and what to do.
"""

POSITIONALS = {None: "{}", "?": "[{}]", "*": "[{} ...]", "+": "{} ..."}


def render(checkout: Path, parsers: Mapping[str, argparse.ArgumentParser]) -> Generated:
    """Return `docs/command-line.md`; `parsers` are those of the commands by name, in the order of the help page."""
    sections = "".join(f"\n{part}" for name, parser in parsers.items() for part in _command(name, parser))
    return Generated(checkout / "docs" / "command-line.md", HEAD + sections)


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    # Not parser.format_help(): its layout differs with the width of the terminal and the version of Python.
    actions = [action for action in parser._actions if action.dest != "help"]
    required = [_form(action) for action in actions if action.required or not action.option_strings]
    yield f"## {name}\n"
    yield f"{_sentence(parser.description or '')}\n"
    yield f"```text\n{' '.join(['xiaogan-facts', name, '[OPTIONS]', *required])}\n```\n"
    yield "| argument | meaning |\n|---|---|\n" + "".join(_row(action) for action in actions)
    if parser.epilog:
        yield f"```text\n{parser.epilog}\n```\n"


def _row(action: argparse.Action) -> str:
    names = [f"`{name}`" for name in action.option_strings] or [f"`{action.metavar or action.dest}`"]
    if action.option_strings and action.nargs != 0:
        names[-1] = f"`{action.option_strings[-1]} {_value(action)}`"
    choices = f"; one of {', '.join(f'`{choice}`' for choice in action.choices)}" if action.choices else ""
    meaning = (action.help or "") % vars(action) + choices
    return f"| {', '.join(names)} | {meaning.replace('|', chr(92) + '|')} |\n"


def _form(action: argparse.Action) -> str:
    """Return an argument as the usage line shows it: `-o FOLDER`, `[PACKAGE]`."""
    if action.option_strings:
        return f"{action.option_strings[0]} {_value(action)}"
    return POSITIONALS[action.nargs if isinstance(action.nargs, str) else None].format(action.metavar or action.dest)


def _value(action: argparse.Action) -> str:
    return str(action.metavar or action.dest.upper())


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
