"""Committed files that are generated: written by one command, and checked to be current by the same."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from xiaogan_facts.gate.atomic import written_whole
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.paths import CHECKOUT


@dataclass(frozen=True)
class Generated:
    """A file, the text it should hold, and the parts of it that differ from what it holds now, in words."""

    path: Path
    text: str
    differences: tuple[str, ...] = ()

    @property
    def current(self) -> bool:
        """Whether the file holds exactly this text, as UTF-8."""
        return self.path.is_file() and self.path.read_bytes() == self.text.encode()

    def write(self) -> None:
        """Write the text: UTF-8, LF."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with written_whole(self.path) as new:
            new.write_bytes(self.text.encode())


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The one option that every generating command has."""
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the file is not current")


def run(args: argparse.Namespace, generate: Callable[[Path], Generated]) -> int:
    """Write what `generate` makes of the checkout, or with `--check` only compare. Returns 0, or 1 when it differs."""
    if CHECKOUT is None:
        raise CannotRunError("this works in a checkout of the project only; an installed package has nothing to edit")
    file = generate(CHECKOUT)
    name = file.path.relative_to(CHECKOUT).as_posix()
    if file.current:
        print(f"{name} is current")
        return 0
    if args.check:
        for difference in file.differences:
            print(f"{name}: {difference}", file=sys.stderr)
        print(f"{name} is not current. To mend it: xiaogan-facts {args.command}", file=sys.stderr)
        return 1
    file.write()
    print(f"{name} written")
    return 0
