"""`xiaogan-facts completion SHELL`: print what completes these commands in bash, zsh or fish. Exit 0."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.database.queries import queries
from xiaogan_facts.gate.translation import later, say

SHELLS = ("bash", "zsh", "fish")
FILES = ("FILE", "INPUT", "OLD", "NEW", "PATH")
FOLDERS = ("FOLDER",)
SETTING_UP = later("""to use it, write it where your shell looks for such files, and open a new shell:
  xiaogan-facts completion bash > ~/.local/share/bash-completion/completions/xiaogan-facts
  xiaogan-facts completion zsh > /usr/local/share/zsh/site-functions/_xiaogan-facts
  xiaogan-facts completion fish > ~/.config/fish/completions/xiaogan-facts.fish""")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "completion", __doc__, epilog=say(SETTING_UP))
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=say("bash, zsh or fish"))


def run(args: argparse.Namespace) -> int:
    """Print the script; it knows the commands, their options, the ready-made queries and which arguments are files."""
    import shtab

    whole: argparse.ArgumentParser = args.parser
    for action in _actions(whole):
        if action.metavar == "QUERY":
            action.choices = list(queries())
        elif action.metavar in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
    print(shtab.complete(whole, args.shell))
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield the arguments of a parser, and of those of its commands."""
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield from _actions(each)
