"""`xiaogan-facts docs`: write the generated pages in `docs/`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import added
from xiaogan_facts.generated import command_line, dictionary, file, problems, python_api, readme
from xiaogan_facts.generated.file import Generated


def pages(parsers: Mapping[str, argparse.ArgumentParser]) -> tuple[Callable[[Path], Generated], ...]:
    """Return for each page the function that makes it in a checkout; `parsers` are those of all commands."""
    return (
        partial(command_line.render, parsers=parsers),
        dictionary.render,
        problems.render,
        partial(problems.render, language="zh"),
        python_api.render,
        *readme.PAGES,
    )


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "docs", __doc__)
    file.add_arguments(parser)
    parser.set_defaults(parsers=subparsers.choices)


def run(args: argparse.Namespace) -> int:
    """Write the pages, or with `--check` say which are not current."""
    return file.run(args, pages(args.parsers))
