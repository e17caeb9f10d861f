"""The gate's one way through: descriptor, then tables, then checks, then a caller's own rules, then the report."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING

from xiaogan_facts.gate.checks.aside import Aside
from xiaogan_facts.gate.package import Package, load
from xiaogan_facts.gate.report.findings import Problems
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report

if TYPE_CHECKING:
    from xiaogan_facts.gate.checks.one_table import JudgedTable

Progress = Callable[[str, int], None]
"""Called with a table's name and how many of its records have been judged so far."""

Rules = Callable[[Package, Collection[str]], list[Problem]]
"""A caller's own rules: called with the package and the names of the tables that could be read."""


def validate(
    package: str | Path,
    *,
    rules: Rules | None = None,
    strict: bool = False,
    limit: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Validate the Data Package whose descriptor (or folder) is given.

    `rules` are asked once all tables are judged, for problems of their own. `strict`, `limit` and `progress` are those
    of `xiaogan_facts.validate`. Raises OSError if the descriptor cannot be opened.
    """
    loaded = load(package)
    if not loaded.descriptor:
        return Report(loaded.file, loaded.file, Problems(loaded.problems), (), strict, limit)
    with Aside.of(loaded, beside=True) as profile:
        from xiaogan_facts.gate.checks.all_tables import judge_tables  # these load polars: while the other works
        from xiaogan_facts.gate.checks.descriptor import judge_descriptor

        tables = judge_tables(loaded, progress)
        own = rules(loaded, [table.resource.name for table in tables if table.complete]) if rules else []
        single = (*loaded.problems, *profile.problems(), *judge_descriptor(loaded))
    summaries = tuple(table.summary for table in tables if table.summary)
    return Report(loaded.name or loaded.file, loaded.file, _in_order(single, tables, own), summaries, strict, limit)


def _in_order(single: tuple[Problem, ...], tables: list[JudgedTable], own: list[Problem]) -> Problems:
    """Merge everything found: the package's own problems, each table's, then those that belong to no table."""
    by_table: dict[str | None, list[Problem]] = {}
    for problem in own:
        by_table.setdefault(problem.table, []).append(problem)
    return Problems(
        single=single,
        tables=tuple(
            ((*table.problems, *by_table.pop(table.resource.name, ())), tuple(table.findings)) for table in tables
        ),
        after=tuple(problem for problems in by_table.values() for problem in problems),
    )
