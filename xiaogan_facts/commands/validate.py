"""`xiaogan-facts validate [PACKAGE]`: judge a Data Package, this archive or your own. Exit 0: valid, 1: not."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.report import Report
from xiaogan_facts.gate.report.as_github import as_github, as_summary
from xiaogan_facts.gate.report.as_json import as_json
from xiaogan_facts.gate.report.as_junit import as_junit
from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.paths import DESCRIPTOR

SOURCE = "a copy of an article, once for each: adds the checks that need it"
FORMATS = ("text", "json", "github", "junit")


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser("validate", help=COMMANDS["validate"], description=__doc__.partition(": ")[2])
    parser.add_argument(
        "package", nargs="?", metavar="PACKAGE", help="a datapackage.json, or its folder; left out, this archive"
    )
    parser.add_argument("--format", choices=FORMATS, default="text", help="how the report is written (default: text)")
    parser.add_argument("--source", metavar="FILE", action="append", default=[], help=SOURCE)
    parser.add_argument("--strict", action="store_true", help="make warnings fail as well")
    parser.add_argument(
        "--fix", action="store_true", help="first rewrite the CSVs in canonical form, where that changes no value"
    )
    parser.add_argument("--limit", type=_count, metavar="N", help="show at most N problems; the sum counts all")


def run(args: argparse.Namespace) -> int:
    """Write the report to standard output and return the exit code."""
    from xiaogan_facts.validation import validate  # here, for polars and pandera are slow to load

    if args.fix:
        _fix(args.package)
    progress = _Bar() if sys.stderr.isatty() else None
    report = validate(args.package, source=args.source, strict=args.strict, limit=args.limit, progress=progress)
    if progress:
        progress.clear()
    lines = _rendered(report, args.format, args.package)
    while part := list(islice(lines, 10_000)):
        print("\n".join(part))
    return 0 if report.valid else 1


class _Bar:
    """Shows the progress of validation on one line of a terminal."""

    width = 0

    def __call__(self, table: str, records: int) -> None:
        line = f"{table[:40]}: {records:,} records"
        print(f"\r{line:{self.width}}", end="", file=sys.stderr, flush=True)
        self.width = len(line)

    def clear(self) -> None:
        print(f"\r{'':{self.width}}\r", end="", file=sys.stderr, flush=True)


def _fix(package: str | None) -> None:
    """Rewrite each table, and say on standard error which files changed, and which could not be rewritten and why."""
    from xiaogan_facts.gate.tables.canonical import NotCanonicalError, fix
    from xiaogan_facts.gate.tables.table import NotATableError

    loaded = load(package or DESCRIPTOR)
    for resource in loaded.resources:
        try:
            changed = fix(loaded, resource)
        except NotATableError as reason:
            print(f"{resource.file}: left as it is, for want of {reason}", file=sys.stderr)
        except (NotCanonicalError, SourceError) as reason:
            print(f"{resource.file}: left as it is: {reason}", file=sys.stderr)
        else:
            if changed:
                print(f"{resource.file}: rewritten in canonical form", file=sys.stderr)


def _count(word: str) -> int:
    try:
        number = int(word)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{word} is not a whole number from 0 on")
    return number


def _rendered(report: Report, form: str, package: str | None) -> Iterator[str]:
    if form == "json":
        yield from as_json(report)
    elif form == "junit":
        yield from as_junit(report)
    elif form == "github":
        _add_to_job_summary(as_summary(report))
        yield from as_github(report, _folder(package))
    else:
        yield from as_text(report, colour=sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def _folder(package: str | None) -> str:
    """Return the path from the working directory to the package, for annotations that point into the repository."""
    named = Path(package or DESCRIPTOR)
    place = named if named.is_dir() else named.parent
    try:
        relative = place.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return f"{place.as_posix()}/"
    return "" if relative == "." else f"{relative}/"


def _add_to_job_summary(lines: Iterable[str]) -> None:
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if summary:
        with Path(summary).open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
