"""Judge one table in one pass, from its header to its last record, and collect the hashes of its keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from xiaogan_facts.gate.checks._causes import cause_of, encoding_first, with_held
from xiaogan_facts.gate.checks._cell_rules import UnusableRule, cell_rules
from xiaogan_facts.gate.checks._files import judge_count, judge_files
from xiaogan_facts.gate.checks._foreign_keys import KeyLookup, KeyTracker
from xiaogan_facts.gate.checks._hashes import Tracking
from xiaogan_facts.gate.checks._keys import Key
from xiaogan_facts.gate.checks._patterns import Ask
from xiaogan_facts.gate.checks._row_rules import PROPERTY, RowRules
from xiaogan_facts.gate.checks.header import judge_header
from xiaogan_facts.gate.checks.record_judge import Found, RecordJudge
from xiaogan_facts.gate.checks.worker import NOT_FETCHED
from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import TableSummary
from xiaogan_facts.gate.tables.prefetch import prefetched
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import NotATableError, Table, open_table
from xiaogan_facts.gate.translation import say

Progress = Callable[[str, int, float | None], None]
"""Called with a table's name, how many of its records have been judged, and the share of its bytes if that is known."""

Elsewhere = Callable[[Table, Mapping[Key, Tracking], Sequence[KeyLookup]], Iterator[Found | tuple[str, Batch]] | None]
"""Has the records of an opened table judged elsewhere, given its keys as `judge_table` is.

Returns what was found in them, in their order, with batches among it that are left to be judged here; None if all are.
"""


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
    keys: KeyTracker = field(default_factory=KeyTracker)
    cause: Problem | None = None
    waiting: list[Problem] = field(default_factory=list)
    absent: bool = False
    spans: bool = False

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
    tracked: Mapping[Key, Tracking],
    lookups: Sequence[KeyLookup],
    ask: Ask,
    progress: Progress | None = None,
    elsewhere: Elsewhere | None = None,
) -> JudgedTable:
    """Judge a resource: its files, its header and each record.

    `tracked` are the keys to collect (see `tracked_keys`), `lookups` the foreign keys whose targets have been read.
    """

    def records(table: Table) -> Iterator[Found | tuple[str, Batch]]:
        away = elsewhere(table, tracked, lookups) if elsewhere else None
        return prefetched(table.batches()) if away is None else away

    unread = TableSummary(resource.name, resource.file, 0, 0, 0, checked=False, declared=resource.tabular)
    judged = JudgedTable(resource, unread)
    try:
        judged.problems += judge_files(package, resource)
        table = open_table(package, resource)
        judged.keys = KeyTracker.of(table, tracked, lookups)
        _judge_opened(table, records(table), package, judged, ask, progress)
    except NotATableError as error:
        if not error.told:
            judged.problems.append(Problem.of("not-checked", resource.file, table=resource.name, kind=error))
    except SourceError as error:
        judged.problems.insert(0, replace(error.problem, table=resource.name))
    return judged


def _judge_opened(
    table: Table,
    records: Iterable[Found | tuple[str, Batch]],
    package: Package,
    judged: JudgedTable,
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
    rules, unusable = cell_rules(table, ask)
    row_rules, unfit = RowRules.of(table, lambda: package.at(*resource.steps, "schema", PROPERTY))
    judged.cause = cause_of(table)
    judge = RecordJudge(table, rules, row_rules, judged.keys)
    try:
        _judge_records(records, judge, progress)
    finally:  # whatever was found before a file proved damaged is told as well
        judged.findings = encoding_first(list(judge.findings()))
        judged.problems += _not_evaluated(judge.found, package, resource)
    _count(judge, judged)
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


def _judge_records(records: Iterable[Found | tuple[str, Batch]], judge: RecordJudge, progress: Progress | None) -> None:
    """Take the records of a table to its judge: batches, and what was found in pieces that were judged elsewhere."""
    table = judge.table
    judge.found.malformed.add(table, table.file, table.header_refused)
    for some in records:
        if isinstance(some, Found):
            judge.take(some)
        else:
            judge.add(*some)
        if progress:
            progress(table.resource.name, judge.found.records, table.share_read())


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


def _count(judge: RecordJudge, judged: JudgedTable) -> None:
    """Compare the number of records with what is stated, and write the summary."""
    table, found = judge.table, judge.found
    if not judged.absent:
        judged.problems += judge_count(table.resource, found.records)
    judged.spans = found.spans
    fields = len(table.fields)
    judged.summary = TableSummary(
        table.resource.name, table.file, fields, found.records, found.refused, sheet=table.sheet
    )


def _not_evaluated(found: Found, package: Package, resource: Resource) -> list[Problem]:
    """Return the problems of rules that could not be evaluated: of cells, then of rows.

    Of cells, only a rule that asks the worker can fail. Raises RuntimeError for any other, as that is a bug.
    """
    problems: list[Problem] = []
    for template, reason in found.unable.items():
        code = f"{template.rule}-not-checked"
        if code not in CODES:
            raise RuntimeError(f"{template.rule} of {template.field}: {reason}")
        why = reason.partition("\n")[0]  # polars adds the expression
        remedy = say("write what it refers to into the schema itself") if why.endswith(say(NOT_FETCHED)) else None
        place = _constraint(package, resource, template.field or "", template.rule)
        problems.append(Problem.of(code, **place, expected=template.expected, reason=why, remedy=remedy))
    return [*problems, *found.failed.values()]
