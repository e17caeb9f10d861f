"""The gate: descriptor, then tables, then checks, then this archive's own rules, then the report."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xiaogan_facts import package as packages
from xiaogan_facts.checks.aside import Aside
from xiaogan_facts.checks.loading import loading
from xiaogan_facts.report.problems import Problems
from xiaogan_facts.report.report import Report
from xiaogan_facts.tables.source import SourceError, parts, remote

if TYPE_CHECKING:
    from xiaogan_facts.checks.table import JudgedTable, Progress
    from xiaogan_facts.package.model import Package
    from xiaogan_facts.report.problem import Problem

OURS = "xiaogan-facts"
SMALL = 4 * 1024 * 1024  # bytes


def validate(
    package: str | Path | None = None,
    *,
    source: str | Path | None = None,
    strict: bool = False,
    limit: int | None = None,
    aside: bool = False,
    progress: Progress | None = None,
) -> Report:
    """Judge a Data Package: this archive, or the one whose descriptor (or folder) is given.

    `source` is a copy of the article, which adds the checks that need one; `strict` makes warnings count as errors;
    `limit` is how many problems a rendering of the report shows; `aside` has the descriptor judged in a process of
    its own, which saves a program that judges one package the time to load frictionless; `progress` hears of each
    batch. Raises OSError where a file that was named cannot be opened; what is wrong with the package itself is in the
    report.

    >>> import xiaogan_facts
    >>> xiaogan_facts.validate().valid
    True
    """
    loaded = packages.load(_default() if package is None else Path(package))
    if not loaded.descriptor:
        return Report(loaded.file, loaded.file, Problems(loaded.problems), (), strict, limit)
    with Aside.of(loaded, beside=aside) as profile:
        if aside and "polars" not in sys.modules and _is_small(loaded):
            os.environ.setdefault("POLARS_MAX_THREADS", "1")  # for so little, several cost more than they gain
        with loading(alone=aside):
            from xiaogan_facts.checks.descriptor import judge_descriptor  # these load polars: while the other works
            from xiaogan_facts.checks.tables import judge_tables

        judged = judge_tables(loaded, progress)
        own: dict[str | None, list[Problem]] = {}
        for problem in _judge_by_own_rules(loaded, judged, source):
            own.setdefault(problem.table, []).append(problem)
        single = (*loaded.problems, *profile.problems(), *judge_descriptor(loaded))
    problems = Problems(
        single=single,
        tables=tuple(((*table.problems, *own.pop(table.resource.name, ())), tuple(table.findings)) for table in judged),
        after=tuple(problem for problems in own.values() for problem in problems),
    )
    summaries = tuple(table.summary for table in judged if table.summary)
    return Report(loaded.name or loaded.file, loaded.file, problems, summaries, strict, limit)


def _is_small(package: Package) -> bool:
    """Whether all files together are small; of packed ones nobody knows before they are unpacked."""
    size = 0
    for resource in package.resources:
        if resource.compression:
            return False
        if not remote(resource):
            with suppress(SourceError, OSError):  # said where the table is read
                size += sum(part.path.stat().st_size for part in parts(package, resource))
    return size < SMALL


def _default() -> Path:
    from xiaogan_facts.paths import DESCRIPTOR

    return DESCRIPTOR


def _judge_by_own_rules(package: Package, judged: list[JudgedTable], source: str | Path | None) -> list[Problem]:
    """What only this archive demands, asked of the tables that could be read."""
    if package.name != OURS:
        return []
    from xiaogan_facts import rules
    from xiaogan_facts.tables import read_typed

    text = rules.read_source(Path(source)) if source is not None else None
    readable = [table.resource.name for table in judged if table.complete]
    frames = {name: read_typed(package, name) for name in readable}
    return rules.judge(frames, text, package.descriptor)
