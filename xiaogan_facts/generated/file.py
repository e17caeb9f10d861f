"""Committed files that are generated: one command writes them, and the same command checks that they are current."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import CHECKOUT


@dataclass(frozen=True)
class Generated:
    """A file, the text it should hold, and how the file differs from it, in words."""

    path: Path
    text: str
    differences: tuple[str, ...] = ()
    binary: bytes | None = None
    """The bytes that it should hold instead of a text."""

    @property
    def data(self) -> bytes:
        """The bytes of the file."""
        return self.text.encode() if self.binary is None else self.binary

    @property
    def current(self) -> bool:
        """True if the file holds exactly this text, as UTF-8, or these bytes."""
        return self.path.is_file() and self.path.read_bytes() == self.data

    def write(self) -> None:
        """Write the file, whole or not at all: text as UTF-8 with LF."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(self.path) as new:
            new.write_bytes(self.data)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the one option that every generating command has."""
    parser.add_argument("--check", action="store_true", help=say("write nothing; exit 1 if a file is not current"))


def run(args: argparse.Namespace, generators: Iterable[Callable[[Path], Generated]]) -> int:
    """Write the files that are not current; with `--check` name them instead, and return 1.

    All texts are made before the first file is written, so that a fault leaves the checkout as it was.
    """
    if CHECKOUT is None:
        raise CannotRunError(
            say("this works in a checkout of the project only; an installed package has nothing to edit")
        )
    stale = False
    for file in [generate(CHECKOUT) for generate in generators]:
        name = file.path.relative_to(CHECKOUT).as_posix()
        if file.current:
            print(say("{name} is current", name=name))
        elif args.check:
            stale = True
            for difference in file.differences:
                print(f"{name}: {difference}", file=sys.stderr)
            print(
                say("{name} is not current; help: run xiaogan-facts {command}", name=name, command=args.command),
                file=sys.stderr,
            )
        else:
            file.write()
            print(say("{name} written", name=name))
    return 1 if stale else 0
