"""Judges one table from its header to its last record, in one pass, and keeps the hashes of its keys for later."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xiaogan_facts.checks.cells import CellChecks
from xiaogan_facts.checks.files import judge_count, judge_files
from xiaogan_facts.checks.hashes import HashStore
from xiaogan_facts.checks.header import judge_header
from xiaogan_facts.checks.keys import located
from xiaogan_facts.checks.refusals import refusal_findings
from xiaogan_facts.checks.rules import cell_rules
from xiaogan_facts.report.problem import Problem
from xiaogan_facts.report.problems import gathered
from xiaogan_facts.report.report import TableSummary
from xiaogan_facts.tables.ahead import ahead
from xiaogan_facts.tables.opening import NotATableError, open_table
from xiaogan_facts.tables.source import SourceError

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from xiaogan_facts.checks.keys import Key
    from xiaogan_facts.checks.references import Link
    from xiaogan_facts.package.model import Package, Resource
    from xiaogan_facts.report.problems import Finding
    from xiaogan_facts.tables.opening import Table
    from xiaogan_facts.tables.reader import Batch

    Progress = Callable[[str, int], None]  # hears of a table's name and of how many of its records are judged


def _silent(table: str, records: int) -> None:
    """Nobody waits to hear how far it is."""


@dataclass
class JudgedTable:
    """What one pass over a table has found: problems, and the hashes of its keys for the checks that need them all."""

    resource: Resource
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    stores: dict[Key, HashStore] = field(default_factory=dict)
    watches: list[Watch] = field(default_factory=list)
    summary: TableSummary | None = None
    complete: bool = False

    @property
    def sound(self) -> bool:
        """Whether the table has been read to its end without a malformed record."""
        return self.complete and self.summary is not None and not self.summary.refused


@dataclass
class Watch:
    """A foreign key whose target was read before: records that point at none of its `known` hashes are `strays`."""

    link: Link
    known: pl.Series
    strays: list[pl.DataFrame] = field(default_factory=list)

    def look(self, table: Table, file: str, batch: Batch, hashes: pl.Series) -> None:
        """Pick the strays out of a batch."""
        known = hashes.is_in(self.known.implode())
        if not known.all():  # null, which takes no part, is passed over here and below
            self.strays.append(located(self.link.key, table, file, batch.numbered.filter(~known)))


def judge_table(
    package: Package,
    resource: Resource,
    keys: dict[Key, bool],
    watches: list[Watch],
    progress: Progress | None = None,
) -> JudgedTable:
    """Judge a resource; the hashes of `keys` are to be kept, each with whether its distinct ones are enough."""
    judged = JudgedTable(resource, watches=watches)
    try:
        judged.problems += judge_files(package, resource)
        table = open_table(package, resource)
        judged.problems += judge_header(table)
        _judge_records(table, judged, keys, package.file, progress or _silent)
    except NotATableError as error:
        judged.problems.append(_not_checked(resource, str(error)))
        judged.summary = TableSummary(resource.name, resource.file, 0, 0, 0, checked=False)
    except SourceError as error:
        judged.problems.append(
            Problem(
                error.rule, "error", error.file, error.expected, error.remedy, value=error.value, table=resource.name
            )
        )
        judged.summary = TableSummary(resource.name, resource.file, 0, 0, 0, checked=False)
    return judged


def _not_checked(resource: Resource, expected: str) -> Problem:
    return Problem(
        "not-checked",
        "notice",
        resource.file,
        f"{expected}, to be checked",
        "nothing needs mending; this resource was left unread",
        table=resource.name,
    )


def _judge_records(
    table: Table, judged: JudgedTable, keys: dict[Key, bool], descriptor: str, progress: Progress
) -> None:
    resource = table.resource
    rules, unusable = cell_rules(table)
    judged.problems += [
        Problem(
            "constraint-unusable",
            "error",
            descriptor,
            f"a constraint `{each.constraint}` that fits the field's type ({each.reason})",
            "correct the constraint in the schema",
            field=each.field,
            table=resource.name,
        )
        for each in unusable
    ]
    if table.header.bom:
        judged.problems.append(
            Problem(
                "byte-order-mark",
                "notice",
                table.file,
                "UTF-8 without a byte order mark",
                "save without it; it was skipped",
                line=1,
                table=resource.name,
            )
        )
    checks: CellChecks | None = None
    present = {key: distinct for key, distinct in keys.items() if key.columns(table) is not None}
    judged.stores = {key: HashStore(distinct=distinct) for key, distinct in present.items()}
    judged.watches = [watch for watch in judged.watches if watch.link.key.columns(table) is not None]
    hashed = {key: key.hashes(table) for key in (*judged.stores, *(watch.link.key for watch in judged.watches))}
    judged.findings += refusal_findings(table, table.file, table.header_refused)
    read = refused = 0
    for file, batch in ahead(table.batches()):
        read, refused = read + batch.cells.height, refused + len(batch.refused)
        progress(resource.name, read + refused)
        judged.findings += refusal_findings(table, file, batch.refused)
        checks = checks or CellChecks.of(rules, batch.cells)
        found, unable = checks.judge(file, batch)
        judged.findings += found
        if unable:
            judged.problems += [_not_put(rule.template, why) for rule, why in unable]
            given_up = [id(rule) for rule, _ in unable]
            rules = [rule for rule in rules if id(rule) not in given_up]
            checks = None
        if hashed:
            columns = batch.cells.select(**{str(i): expr for i, expr in enumerate(hashed.values())})
            hashes = dict(zip(hashed, columns.get_columns(), strict=True))
            for key, store in judged.stores.items():
                store.add(hashes[key])
            for watch in judged.watches:
                watch.look(table, file, batch, hashes[watch.link.key])
    judged.findings = gathered(judged.findings)
    judged.problems += judge_count(resource, read + refused)
    judged.summary = TableSummary(resource.name, table.file, len(table.fields), read + refused, refused)
    judged.complete = True


def _not_put(template: Problem, why: str) -> Problem:
    return replace(
        template,
        rule=f"{template.rule}-not-checked",
        column=None,
        expected=f"{template.expected}; that could not be checked ({why[:200]})",
        remedy="simplify the constraint",
    )
