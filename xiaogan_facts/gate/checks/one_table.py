"""Judge one table in one pass, from its header to its last record, and collect the hashes of its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xiaogan_facts.gate.checks._causes import cause_of, encoding_first, with_held
from xiaogan_facts.gate.checks._cell_rules import CellRule, UnusableRule, cell_rules
from xiaogan_facts.gate.checks._cells import CellChecks
from xiaogan_facts.gate.checks._files import judge_count, judge_files
from xiaogan_facts.gate.checks._foreign_keys import KeyLookup, KeyTracker
from xiaogan_facts.gate.checks._keys import Key
from xiaogan_facts.gate.checks._malformed import malformed_findings
from xiaogan_facts.gate.checks._patterns import Ask
from xiaogan_facts.gate.checks._row_rules import PROPERTY, RowRules
from xiaogan_facts.gate.checks.header import judge_header
from xiaogan_facts.gate.checks.worker import NOT_FETCHED
from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.gate.report.findings import Finding, merged
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import TableSummary
from xiaogan_facts.gate.tables.prefetch import prefetched
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import NotATableError, Table, open_table
from xiaogan_facts.gate.translation import say

Progress = Callable[[str, int, float | None], None]
"""Called with a table's name, how many of its records have been judged, and the share of its bytes if that is known."""


@dataclass
class JudgedTable:
    """The result of one pass over a table: its problems and findings, and its keys for the checks on whole tables.

    `cause` is the problem that explains all others of the table; `waiting` are what could not be checked for want of
    another table; `absent` tells that a file of it could not be found, `spans` that records may span lines.
    """

    resource: Resource
    summary: TableSummary
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    checks: list[CellChecks] = field(default_factory=list)
    keys: KeyTracker = field(default_factory=KeyTracker)
    cause: Problem | None = None
    waiting: list[Problem] = field(default_factory=list)
    absent: bool = False
    spans: bool = False
    row_rules: RowRules | None = None

    @property
    def complete(self) -> bool:
        """True if the table was read to its end, and as what it is."""
        return self.summary.checked and self.cause is None

    @property
    def by_lines(self) -> bool:
        """True if each line below the header is a sound record, so that it can be read again without proof of that."""
        return not self.spans and not self.summary.refused

    @property
    def whole(self) -> bool:
        """True if moreover no record of it is missing, so that what is not in it does not exist."""
        return self.complete and not self.absent and not self.summary.refused


def judge_table(
    package: Package,
    resource: Resource,
    tracked: Mapping[Key, bool],
    lookups: Sequence[KeyLookup],
    ask: Ask,
    progress: Progress | None = None,
) -> JudgedTable:
    """Judge a resource: its files, its header and each record.

    `tracked` are the keys to collect (see `tracked_keys`), `lookups` the foreign keys whose targets have been read.
    """
    unread = TableSummary(resource.name, resource.file, 0, 0, 0, checked=False, declared=resource.tabular)
    judged = JudgedTable(resource, unread)
    try:
        judged.problems += judge_files(package, resource)
        _judge_opened(open_table(package, resource), package, judged, tracked, lookups, ask, progress)
    except NotATableError as error:
        if not error.told:
            judged.problems.append(Problem.of("not-checked", resource.file, table=resource.name, kind=error))
    except SourceError as error:
        judged.problems.insert(0, replace(error.problem, table=resource.name))
    return judged


def _judge_opened(
    table: Table,
    package: Package,
    judged: JudgedTable,
    tracked: Mapping[Key, bool],
    lookups: Sequence[KeyLookup],
    ask: Ask,
    progress: Progress | None,
) -> None:
    resource = table.resource
    judged.absent = bool(table.absent)
    judged.problems += [replace(each.problem, table=resource.name) for each in table.absent]
    if table.header.bom:
        judged.problems.append(Problem.of("byte-order-mark", table.file, line=1, table=resource.name))
    of_the_file = len(judged.problems)
    if _has_sound_fields(resource):
        judged.problems += judge_header(table)
    judged.keys = KeyTracker.of(table, tracked, lookups)
    rules, unusable = cell_rules(table, ask)
    judged.checks = CellChecks.split(rules)
    judged.row_rules, unfit = RowRules.of(table, package.at(*resource.steps, "schema", PROPERTY))
    judged.cause = cause_of(table)
    _judge_records(table, rules, package, judged, progress)
    if judged.cause:
        following = judged.problems[of_the_file:]
        cause = with_held(judged.cause, len(following) + sum(map(len, judged.findings)))
        judged.problems = [cause, *judged.problems[:of_the_file]]
        judged.findings = []
    judged.problems += [*(_unusable(each, package, resource) for each in unusable), *unfit]


def _has_sound_fields(resource: Resource) -> bool:
    """Return whether each field is an object with a name; else the descriptor is at fault, not the header."""
    given = resource.schema.descriptor.get("fields") if resource.schema else None
    named = [field for field in resource.schema.fields if field.name] if resource.schema else []
    return not isinstance(given, list) or len(named) == len(given)


def _judge_records(
    table: Table, rules: list[CellRule], package: Package, judged: JudgedTable, progress: Progress | None
) -> None:
    findings = malformed_findings(table, table.file, table.header_refused)
    records, refused = 0, 0
    try:
        for file, batch in prefetched(table.batches()):
            records, refused = records + batch.cells.height + len(batch.refused), refused + len(batch.refused)
            findings += malformed_findings(table, file, batch.refused)
            judged.spans |= batch.spans
            if batch.cells.height:
                findings += _judge_batch(file, batch, package, judged)
                judged.keys.add(table, file, batch)
            if progress:
                progress(table.resource.name, records, table.share_read())
    finally:  # whatever was found before a file proved damaged is told as well
        judged.findings = encoding_first(_in_order(findings, rules))
    if not judged.absent:
        judged.problems += judge_count(table.resource, records)
    fields = len(table.fields)
    judged.summary = TableSummary(table.resource.name, table.file, fields, records, refused, sheet=table.sheet)


def _judge_batch(file: str, batch: Batch, package: Package, judged: JudgedTable) -> list[Finding]:
    """Judge the cells of a batch; a rule that cannot be evaluated is reported and left out from then on."""
    findings: list[Finding] = []
    given_up: list[CellRule] = []
    for checks in judged.checks:
        found, unable = checks.judge(file, batch)
        findings += found
        judged.problems += [_not_evaluated(rule.template, reason, package, judged.resource) for rule, reason in unable]
        given_up += [rule for rule, _ in unable]
    if judged.row_rules:
        found, failed = judged.row_rules.judge(file, batch)
        findings += found
        judged.problems += failed
    if given_up:
        left = [rule for checks in judged.checks for rule in checks.rules if rule not in given_up]
        judged.checks = CellChecks.split(left)
    return findings


def _unusable(each: UnusableRule, package: Package, resource: Resource) -> Problem:
    place = _constraint(package, resource, each.field, each.constraint)
    return Problem.of("constraint-unusable", **place, constraint=each.constraint, reason=each.reason)


def _constraint(package: Package, resource: Resource, field: str, name: str) -> dict[str, Any]:
    """Return the place of a constraint in the descriptor, to be the arguments of a problem."""
    steps: tuple[str | int, ...] = resource.steps
    if resource.schema:
        steps = (*steps, "schema", "fields", resource.schema.field(field).place, "constraints", name)
    at = package.at(*steps)
    return {"file": at.file, "line": at.line, "table": resource.name, "field": field}


def _in_order(findings: Iterable[Finding], rules: list[CellRule]) -> list[Finding]:
    """Merge the findings of all batches: malformed records first, then in the order of the rules."""
    ranks = {(rule.position + 1, rule.template.rule): rank for rank, rule in enumerate(rules)}
    return sorted(merged(findings), key=lambda each: ranks.get((each.template.column or 0, each.template.rule), -1))


def _not_evaluated(template: Problem, reason: str, package: Package, resource: Resource) -> Problem:
    """Return the problem of a rule that could not be evaluated.

    Only a rule that asks the worker can fail. Raises RuntimeError for any other, as that is a bug.
    """
    code = f"{template.rule}-not-checked"
    if code not in CODES:
        raise RuntimeError(f"{template.rule} of {template.field}: {reason}")
    reason = reason.partition("\n")[0]  # polars adds the expression
    remedy = say("write what it refers to into the schema itself") if reason.endswith(say(NOT_FETCHED)) else None
    place = _constraint(package, resource, template.field or "", template.rule)
    return Problem.of(code, **place, expected=template.expected, reason=reason, remedy=remedy)
