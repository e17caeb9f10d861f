"""Validate a package: its tables, a caller's own rules, and its descriptor, which the worker judges meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from xiaogan_facts.gate.checks.profile_problems import profile_problems
from xiaogan_facts.gate.checks.worker import worker
from xiaogan_facts.gate.package import Package, load
from xiaogan_facts.gate.report.findings import Problems
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.relocated import with_sheets
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.translation import spoken

if TYPE_CHECKING:  # it loads polars and pandera: see `validate`
    from xiaogan_facts.gate.checks.one_table import Elsewhere, JudgedTable, Progress

Rules = Callable[[Package, Collection[str]], list[Problem]]
"""A caller's own rules: takes the package and the names of the tables that could be read whole; returns problems."""


def validate(
    package: str | Path | Package,
    *,
    rules: Rules | None = None,
    strict: bool = False,
    allow_unread: bool = False,
    limit: int | None = None,
    progress: Progress | None = None,
    jobs: int = 1,
    elsewhere: Elsewhere | None = None,
) -> Report:
    """Validate a Data Package, given its descriptor file or folder, or as it was loaded.

    `rules` is called once all tables are judged. `strict` makes warnings count as errors; `allow_unread` lets a package
    be valid of which a declared table was not read; `limit` is how many problems a rendering of the report shows;
    `progress` is called after each batch. The splits of large files are judged by as many processes as `jobs`, or
    wherever an engine has them judged (`elsewhere`). Raises OSError if the descriptor cannot be opened, or the worker
    process not be started; CannotRunError if a process of `jobs` ends.
    """
    loaded = package if isinstance(package, Package) else load(package)
    if not loaded.descriptor:
        return Report(loaded.file, loaded.file, Problems(loaded.problems), (), strict, limit, allow_unread)
    with worker() as beside, ExitStack() as stack:
        profile = beside.begin("profile", loaded.descriptor, spoken(), _size(loaded))
        # Imported only here, for polars and pandera take a while to load, during which the worker is busy already.
        from xiaogan_facts.gate.checks.all_tables import judge_tables
        from xiaogan_facts.gate.checks.descriptor import judge_descriptor

        if jobs > 1 and elsewhere is None:
            from xiaogan_facts.gate.splits.jobs import Jobs

            elsewhere = stack.enter_context(closing(Jobs(jobs))).judge
        tables = judge_tables(loaded, beside.ask, progress, elsewhere)
        own = rules(loaded, [table.resource.name for table in tables if table.whole]) if rules else []
        single = (*loaded.problems, *profile_problems(beside, profile, loaded), *judge_descriptor(loaded))
    summaries = tuple(table.summary for table in tables)
    problems = with_sheets(_in_order(single, tables, own), {each.name: each.sheet for each in summaries if each.sheet})
    return Report(loaded.name or loaded.file, loaded.file, problems, summaries, strict, limit, allow_unread)


def _size(package: Package) -> float:
    """Return the size of the descriptor in tens of characters, the unit of the worker's time limit."""
    return len(str(package.descriptor)) / 10


def _in_order(single: tuple[Problem, ...], tables: Sequence[JudgedTable], own: Sequence[Problem]) -> Problems:
    """Order problems: the package's own, then each table's, then what waits for another table or belongs to none."""
    by_table: dict[str | None, list[Problem]] = {}
    for problem in own:
        by_table.setdefault(problem.table, []).append(problem)
    return Problems(
        single=single,
        tables=tuple(
            ((*table.problems, *by_table.pop(table.resource.name, ())), tuple(table.findings)) for table in tables
        ),
        after=tuple(
            problem for waiting in (*(table.waiting for table in tables), *by_table.values()) for problem in waiting
        ),
    )
