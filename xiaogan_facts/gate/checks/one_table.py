"""Judges one table from its header to its last record, in one pass, and gathers what is needed of its keys later."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xiaogan_facts.gate.checks.cell_rules import cell_rules
from xiaogan_facts.gate.checks.cells import CellChecks
from xiaogan_facts.gate.checks.files import judge_count, judge_files
from xiaogan_facts.gate.checks.header import judge_header
from xiaogan_facts.gate.checks.key_tracker import KeysOfTable
from xiaogan_facts.gate.checks.malformed import refusal_findings
from xiaogan_facts.gate.report.findings import gathered
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import TableSummary
from xiaogan_facts.gate.tables.prefetch import ahead
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import NotATableError, open_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from xiaogan_facts.gate.checks.foreign_keys import Need
    from xiaogan_facts.gate.checks.key_tracker import Watch
    from xiaogan_facts.gate.checks.keys import Key
    from xiaogan_facts.gate.package.model import Package, Resource
    from xiaogan_facts.gate.report.findings import Finding
    from xiaogan_facts.gate.tables.table import Table

    Progress = Callable[[str, int], None]  # hears of a table's name and of how many of its records are judged


def _silent(table: str, records: int) -> None:
    """Nobody waits to hear how far it is."""


@dataclass
class JudgedTable:
    """What one pass over a table has found: problems, and what the checks that need it whole must know of its keys."""

    resource: Resource
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    keys: KeysOfTable = field(default_factory=KeysOfTable)
    summary: TableSummary | None = None
    complete: bool = False

    @property
    def sound(self) -> bool:
        """Whether the table has been read to its end without a malformed record."""
        return self.complete and self.summary is not None and not self.summary.refused


def judge_table(
    package: Package,
    resource: Resource,
    needs: dict[Key, Need],
    watches: list[Watch],
    progress: Progress | None = None,
) -> JudgedTable:
    """Judge a resource; `needs` is what must be known of its keys, `watches` are foreign keys to look up meanwhile."""
    judged = JudgedTable(resource)
    try:
        judged.problems += judge_files(package, resource)
        table = open_table(package, resource)
        judged.problems += judge_header(table)
        judged.keys = KeysOfTable.of(table, needs, watches)
        _judge_records(table, judged, package.file, progress or _silent)
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
        f"what can be checked: {expected}",
        "nothing needs mending; this resource was left unread",
        table=resource.name,
    )


def _judge_records(table: Table, judged: JudgedTable, descriptor: str, progress: Progress) -> None:
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
    checks, order = None, rules
    judged.findings += refusal_findings(table, table.file, table.header_refused)
    read = refused = 0
    for file, batch in ahead(table.batches()):
        read, refused = read + batch.cells.height, refused + len(batch.refused)
        progress(resource.name, read + refused)
        judged.findings += refusal_findings(table, file, batch.refused)
        if not batch.cells.height:
            continue
        checks = checks or CellChecks.of(rules, batch.cells)
        found, unable = checks.judge(file, batch)
        judged.findings += found
        if unable:
            judged.problems += [_not_put(rule.template, why) for rule, why in unable]
            given_up = [id(rule) for rule, _ in unable]
            rules = [rule for rule in rules if id(rule) not in given_up]
            checks = None
        judged.keys.look(table, file, batch)
    ranks = {(rule.position + 1, rule.template.rule): rank for rank, rule in enumerate(order)}
    found = gathered(judged.findings)
    judged.findings = sorted(found, key=lambda each: ranks.get((each.template.column or 0, each.template.rule), -1))
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
