"""Judge the records of a table, batch by batch, or put together what was found in pieces of it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from xiaogan_facts.gate.checks._cell_rules import CellRule, cell_rules
from xiaogan_facts.gate.checks._cells import CellChecks
from xiaogan_facts.gate.checks._foreign_keys import Kept as Kept
from xiaogan_facts.gate.checks._foreign_keys import KeyLookup as KeyLookup
from xiaogan_facts.gate.checks._foreign_keys import KeyTracker
from xiaogan_facts.gate.checks._hashes import NARROW as NARROW
from xiaogan_facts.gate.checks._hashes import Hashes as Hashes
from xiaogan_facts.gate.checks._hashes import Tracking as Tracking
from xiaogan_facts.gate.checks._hashes import halves as halves
from xiaogan_facts.gate.checks._hashes import whole as whole
from xiaogan_facts.gate.checks._keys import Key as Key
from xiaogan_facts.gate.checks._keys import holders as holders
from xiaogan_facts.gate.checks._malformed import Malformed
from xiaogan_facts.gate.checks._patterns import Ask
from xiaogan_facts.gate.checks._row_rules import RowRules
from xiaogan_facts.gate.package.places import Place
from xiaogan_facts.gate.report.findings import Finding, merged
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.tables.reader import Batch
from xiaogan_facts.gate.tables.source import SourceError
from xiaogan_facts.gate.tables.table import Table


@dataclass
class Found:
    """What was found in consecutive records of a table; it can be pickled.

    `records` are how many there are, `refused` of them malformed; `spans` tells that some may span lines; `unable` are
    the rules about cells that could not be evaluated, by the template of their findings, and why; `failed` those
    about rows, with the problem; `error` is why the file cannot be read below them. `hashes` and `dangling` are those
    of the keys, in the order of the `KeyTracker`; an engine may keep the hashes (`kept`).
    """

    records: int = 0
    refused: int = 0
    spans: bool = False
    malformed: Malformed = field(default_factory=Malformed)
    findings: list[Finding] = field(default_factory=list)
    unable: dict[Problem, str] = field(default_factory=dict)
    failed: dict[Problem, Problem] = field(default_factory=dict)
    error: SourceError | None = None
    hashes: list[pl.Series] = field(default_factory=list)
    dangling: list[list[pl.DataFrame]] = field(default_factory=list)
    kept: Kept | None = None

    @property
    def unclosed(self) -> bool:
        """True if a quote opens a cell and none closes it, so that what follows may belong to it as well."""
        return any(finding.template.rule == "quote-unclosed" for finding in self.malformed.findings)


@dataclass
class RecordJudge:
    """Holds the records of a table against its rules, and keeps what is `found`."""

    table: Table
    rules: Sequence[CellRule]
    row_rules: RowRules
    keys: KeyTracker
    found: Found = field(default_factory=Found)
    _checks: list[CellChecks] = field(init=False)
    _row_templates: list[Problem] = field(init=False)

    def __post_init__(self) -> None:
        self._checks = CellChecks.split(self.rules)
        self._row_templates = self.row_rules.templates

    def add(self, file: str, batch: Batch) -> None:
        """Judge the next records. A rule that cannot be evaluated is left out from then on."""
        found = self.found
        found.records += batch.cells.height + len(batch.refused)
        found.refused += len(batch.refused)
        found.spans |= batch.spans
        found.malformed.add(self.table, file, batch.refused)
        if batch.cells.height:
            self._judge_cells(file, batch)
            findings, failed = self.row_rules.judge(file, batch)
            found.findings += findings
            found.failed.update(failed)
            self.keys.add(self.table, file, batch)

    def _judge_cells(self, file: str, batch: Batch) -> None:
        unable: dict[Problem, str] = {}
        for checks in self._checks:
            findings, given_up = checks.judge(file, batch)
            self.found.findings += findings
            unable.update((rule.template, reason) for rule, reason in given_up)
        if unable:
            self.found.unable.update(unable)
            left = [rule for rule in self.rules if rule.template not in self.found.unable]
            self._checks = CellChecks.split(left)

    def take(self, below: Found) -> None:
        """Add what was found elsewhere in the next records, by rules in the same language.

        Raises SourceError if the file cannot be read below them.
        """
        found, advice = self.found, {rule.template: rule.advice for rule in self.rules}
        given_up = {*found.unable, *found.failed}
        for finding in below.findings:
            rule = self._rule(finding)
            if rule not in given_up:
                found.findings.append(replace(finding, advice=advice.get(rule)))
        found.records += below.records
        found.refused += below.refused
        found.spans |= below.spans
        found.malformed.take(below.malformed)
        found.unable = {**below.unable, **found.unable}
        found.failed = {**below.failed, **found.failed}
        self.keys.take(below.hashes, below.dangling)
        self.keys.kept = below.kept or self.keys.kept
        if below.error:
            raise below.error

    def result(self, *, advised: bool = False) -> Found:
        """Return what was found, to be pickled and taken by the judge of the whole table, who has its own advice."""
        findings = self.found.findings if advised else [replace(each, advice=None) for each in self.found.findings]
        hashes, dangling = self.keys.collected()
        return replace(self.found, findings=findings, hashes=hashes, dangling=dangling)

    def findings(self) -> Iterator[Finding]:
        """Yield all findings, merged: malformed records, then rows and cells in the order of their rules."""
        yield from merged(self.found.malformed.told())
        if not self.found.findings:  # the templates of a wide table are not made for nothing
            return
        templates = [*self._row_templates, *(rule.template for rule in self.rules)]
        ranks = {template: rank for rank, template in enumerate(templates)}
        yield from sorted(merged(self.found.findings), key=lambda each: ranks[self._rule(each)])

    def _rule(self, finding: Finding) -> Problem:
        """Return the template of the rule that made a finding, which names the table's first file."""
        return replace(finding.template, file=self.table.file)


def compiled(table: Table, tracked: Mapping[Key, Tracking], lookups: Sequence[KeyLookup], ask: Ask) -> RecordJudge:
    """Return a judge for some records of a table, whose result another takes; that one reports unusable rules."""
    rules, _ = cell_rules(table, ask)
    row_rules, _ = RowRules.of(table, lambda: Place(table.file, None, ""))
    own = [KeyLookup(lookup.reference, lookup.known) for lookup in lookups]
    return RecordJudge(table, rules, row_rules, KeyTracker.of(table, tracked, own, stay=True))
