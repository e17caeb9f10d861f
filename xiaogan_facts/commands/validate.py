"""`xiaogan-facts validate [INPUT ...]`: judge Data Packages or tables, or this archive. Exit 0: valid, 1: not."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xiaogan_facts.commands import added, count
from xiaogan_facts.gate.errors import CannotRunError, Error
from xiaogan_facts.gate.inputs import Input, opened
from xiaogan_facts.gate.package.safe_paths import is_address, is_remote
from xiaogan_facts.gate.report import Report
from xiaogan_facts.gate.report.as_badge import as_badge
from xiaogan_facts.gate.report.as_github import as_github, as_outputs, as_summary
from xiaogan_facts.gate.report.as_json import as_json, several_as_json
from xiaogan_facts.gate.report.as_junit import as_junit
from xiaogan_facts.gate.report.as_sarif import as_sarif
from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.gate.report.baseline import new_only, read_baseline
from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.gate.report.policy import Selector, with_policy
from xiaogan_facts.gate.report.relocated import relocated
from xiaogan_facts.gate.report.summary import verdict_of_all
from xiaogan_facts.gate.settings import read_settings
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.translation import later, say
from xiaogan_facts.output.width import fold, folded, padded, terminal_width, width
from xiaogan_facts.paths import DESCRIPTOR

if TYPE_CHECKING:  # it loads polars
    from xiaogan_facts.gate.rejects import Rejects
    from xiaogan_facts.spark.session import Named

SOURCE = later("a copy of an article, once for each: adds the checks that need it")
FORMATS = ("text", "json", "github", "junit", "sarif", "badge")
BAR = 20  # columns of the bar of progress
INVALID = 1
COULD_NOT_RUN = 2


def add_parser(subparsers: Any) -> None:
    """Add the command to the command line."""
    parser = added(subparsers, "validate", __doc__)
    parser.add_argument(
        "packages",
        nargs="*",
        metavar="INPUT",
        help=say(
            "a datapackage.json, or its folder or zip; a table or Table Schema alone; - for standard "
            "input; left out, this archive"
        ),
    )
    parser.add_argument("--schema", metavar="FILE", help=say("the Table Schema of tables that are given alone"))
    parser.add_argument(
        "--format", choices=FORMATS, default="text", help=say("how the report is written (default: text)")
    )
    parser.add_argument("--source", metavar="FILE", action="append", default=[], help=say(SOURCE))
    _add_policy(parser)
    parser.add_argument(
        "--fix", action="store_true", help=say("first rewrite the CSVs in canonical form, where that changes no value")
    )
    parser.add_argument("--limit", type=count, metavar="N", help=say("show at most N problems; the sum counts all"))
    parser.add_argument("--rejects", metavar="FILE", help=say("write the records with errors there, with reasons"))
    parser.add_argument(
        "--jobs",
        type=count,
        default=1,
        metavar="N",
        help=say("judge large files in splits, N at a time; 0: one for each processor (default: 1)"),
    )
    parser.add_argument(
        "--engine",
        metavar="spark[=MASTER]",
        help=say(
            "judge the records of files in Spark (MASTER: local[*]), and read packages at the addresses that it reads"
        ),
    )
    parser.add_argument("--quiet", action="store_true", help=say("as text, say nothing of what is valid"))


def _add_policy(parser: argparse.ArgumentParser) -> None:
    """Add what decides which problems count."""
    parser.add_argument("--strict", action="store_true", help=say("make warnings fail as well"))
    parser.add_argument(
        "--allow-unread", action="store_true", help=say("pass even if a declared table was not read, as at an address")
    )
    parser.add_argument(
        "--ignore",
        metavar="RULE[:FIELD]",
        action="append",
        default=[],
        help=say("leave out the problems of a rule, or of a rule about a field; may be given again"),
    )
    parser.add_argument(
        "--warn", metavar="RULE[:FIELD]", action="append", default=[], help=say("make such errors warnings; likewise")
    )
    parser.add_argument("--baseline", metavar="FILE", help=say("an earlier report in JSON: leave out what it has"))


def run(args: argparse.Namespace) -> int:
    """Write the report to standard output and return the exit code."""
    _add_settings(args, read_settings())
    ignored, warned = (tuple(_selectors(words)) for words in (args.ignore, args.warn))
    known = read_baseline(Path(args.baseline)) if args.baseline else None

    def decided(report: Report) -> Report:
        kept = with_policy(report, ignored, warned)
        return kept if known is None else new_only(kept, known)

    reports: list[Report] = []
    with _rejects(args.rejects) as rejects, _engine(args.engine) as engine:
        for each in args.packages or [DESCRIPTOR]:
            try:
                reports.append(_judged(each, args, decided, rejects, engine))
            except (Error, OSError) as error:
                if len(args.packages) < 2:
                    raise
                reason = str(error) if isinstance(error, Error) else f"{error.filename or each}: {error.strerror}"
                print(f"xiaogan-facts: {reason}", file=sys.stderr)
    lines = _rendered(reports, args)
    while part := list(islice(lines, 10_000)):
        print("\n".join(part))
    return _exit_code(reports) if len(reports) >= len(args.packages) else COULD_NOT_RUN


def _rejects(file: str | None) -> AbstractContextManager[Rejects | None]:
    if file is None:
        return nullcontext()
    from xiaogan_facts.gate.rejects import rejects_to  # here, for it loads polars

    return rejects_to(Path(file))


def _engine(word: str | None) -> AbstractContextManager[Named | None]:
    if word is None:
        return nullcontext()
    from xiaogan_facts.spark import engine_of  # here, for it loads polars

    return engine_of(word)


def _opened(argument: str | Path, schema: str | None, engine: Named | None) -> AbstractContextManager[Input]:
    if not is_address(address := str(argument)) or is_remote(address):
        return opened(argument, schema)
    if engine is None:
        raise CannotRunError(
            say("{argument}: only Spark reads this address, if it can; help: give --engine spark", argument=address)
        )
    return engine.opened(address, schema)


def _judged(
    argument: str | Path,
    args: argparse.Namespace,
    decided: Callable[[Report], Report],
    rejects: Rejects | None,
    engine: Named | None,
) -> Report:
    """Judge one input; its files have their paths from the working directory. `decided` is what its reader decides."""
    from xiaogan_facts.validation import validate  # here, for polars and pandera are slow to load

    progress = _Bar() if sys.stderr.isatty() else None
    with _opened(argument, args.schema, engine) as given:
        if args.fix:
            _fix(given)
        report = validate(
            given.package,
            source=args.source,
            strict=args.strict,
            allow_unread=args.allow_unread,
            limit=args.limit,
            progress=progress,
            jobs=args.jobs or os.cpu_count() or 1,
            elsewhere=engine.judge if engine else None,
        )
        if progress:
            progress.clear()
        report = decided(relocated(report, given.shown, given.called))
        if rejects:
            rejects.add(given, report)
        return report


def _exit_code(reports: Sequence[Report]) -> int:
    """Return 1 if one is invalid; 2 if nothing is wrong, but a declared table was not read; else 0."""
    if any(report.invalid for report in reports):
        return INVALID
    return 0 if all(report.valid for report in reports) else COULD_NOT_RUN


def _add_settings(args: argparse.Namespace, settings: dict[str, Any]) -> None:
    """Fill in what the command line leaves open; lists are joined."""
    for name, value in settings.items():
        option = name.replace("-", "_")
        given = getattr(args, option)
        if name in ("ignore", "warn"):
            setattr(args, option, [*given, *value])
        elif given in (None, False, []):
            setattr(args, option, value)


def _selectors(words: Iterable[str]) -> Iterator[Selector]:
    if words := list(words):
        from xiaogan_facts.rules import RULES  # here, for it loads pandera

        known = [*CODES, *(rule.name for rule in RULES)]
        yield from (Selector.of(each, known) for each in words)


class _Bar:
    """Shows the progress of validation on one line of a terminal, as a bar where its end is known."""

    shown = 0

    def __call__(self, table: str, records: int, share: float | None) -> None:
        line = say("{table}: {records:,} records", table=table[:40], records=records)
        if share is not None:
            full = round(share * BAR)
            line = f"[{'#' * full}{'.' * (BAR - full)}] {share:4.0%}  {line}"
        line = fold(line, max((terminal_width() or 80) - 1, 2))[0]
        print(f"\r{padded(line, self.shown)}", end="", file=sys.stderr, flush=True)
        self.shown = width(line)

    def clear(self) -> None:
        print(f"\r{'':{self.shown}}\r", end="", file=sys.stderr, flush=True)


def _fix(given: Input) -> None:
    """Rewrite each table, and say on standard error which files changed, and which could not be rewritten and why."""
    from xiaogan_facts.gate.tables.canonical import NotCanonicalError, fix
    from xiaogan_facts.gate.tables.table import NotATableError

    for resource in given.package.resources:
        name = given.shown(resource.file)
        try:
            if not given.writable:
                raise NotCanonicalError(say("it is a copy of what was given"))
            changed = fix(given.package, resource)
        except NotATableError as reason:
            print(say("{name}: left as it is, for want of {reason}", name=name, reason=reason), file=sys.stderr)
        except (NotCanonicalError, SourceError) as reason:
            print(say("{name}: left as it is: {reason}", name=name, reason=reason), file=sys.stderr)
        except OSError as error:
            raise CannotRunError(
                say(
                    "{name}: it could not be rewritten, and is as it was: {strerror}",
                    name=name,
                    strerror=error.strerror,
                )
            ) from error
        else:
            if changed:
                print(say("{name}: rewritten in canonical form", name=name), file=sys.stderr)


def _rendered(reports: Sequence[Report], args: argparse.Namespace) -> Iterator[str]:
    complete = len(reports) >= len(args.packages)
    if args.format == "json":
        yield from several_as_json(reports, complete=complete) if len(args.packages) > 1 else as_json(reports[0])
    elif args.format == "junit":
        yield from as_junit(*reports)
    elif args.format == "sarif":
        yield from as_sarif(reports)
    elif args.format == "badge":
        yield from as_badge(reports, complete=complete)
    elif args.format == "github":
        _add_to("GITHUB_OUTPUT", as_outputs(reports, complete=complete))
        for report in reports:
            _add_to("GITHUB_STEP_SUMMARY", as_summary(report))
            yield from as_github(report)
    else:
        yield from _as_texts(reports, quiet=args.quiet)


def _as_texts(reports: Sequence[Report], *, quiet: bool) -> Iterator[str]:
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for number, report in enumerate(reports):
        if not (quiet and report.valid):
            if number and not quiet:
                yield ""
            alone = report if len(reports) == 1 else replace(report, package=report.file)  # two may bear one name
            yield from folded(as_text(alone, colour=colour), terminal_width() if sys.stdout.isatty() else None)
    if len(reports) > 1 and not quiet:
        yield ""
        yield verdict_of_all(reports)


def _add_to(variable: str, lines: Iterable[str]) -> None:
    """Append lines to the file that a runner of GitHub names in its environment, if there is one."""
    name = os.environ.get(variable)
    if name:
        with Path(name).open("a", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in lines)
