"""Leave problems out of a report, or make them warnings, as its reader has decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Self

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.report.findings import Finding
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.suggest import did_you_mean
from xiaogan_facts.gate.translation import say


@dataclass(frozen=True)
class Selector:
    """The problems of a rule, or of a rule about one field: `enum`, `enum:grade`."""

    rule: str
    field: str | None = None

    @classmethod
    def of(cls, words: str, known: Collection[str]) -> Self:
        """Read a selector. Raises CannotRunError if it names no known rule, for it would silently select nothing."""
        rule, colon, field = words.partition(":")
        if rule not in known:
            near = did_you_mean(rule, known) or say("the rules are listed in docs/problems.md")
            raise CannotRunError(say("there is no rule '{rule}'; {near}", rule=rule, near=near))
        return cls(rule, field if colon else None)

    def selects(self, problem: Problem) -> bool:
        return problem.rule == self.rule and self.field in (None, problem.field)


def with_policy(report: Report, ignored: Iterable[Selector], warned: Iterable[Selector]) -> Report:
    """Return the report without the `ignored` problems, only counted, and with errors that are `warned` as warnings."""
    leave_out, soften = tuple(ignored), tuple(warned)
    if not leave_out and not soften:
        return report

    def alone(problem: Problem) -> Problem | None:
        if any(each.selects(problem) for each in leave_out):
            return None
        soft = problem.severity == "error" and any(each.selects(problem) for each in soften)
        return replace(problem, severity="warning") if soft else problem

    def many(finding: Finding) -> Finding | None:
        template = alone(finding.template)
        return replace(finding, template=template) if template else None

    problems = report.problems.mapped(alone, many)
    return replace(report, problems=problems, ignored=report.ignored + len(report.problems) - len(problems))
