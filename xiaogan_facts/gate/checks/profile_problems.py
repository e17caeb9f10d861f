"""Turn violations of the standard into problems, placed by names for people and by JSON pointer for programs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.checks.worker import Question, TooSlowError, Worker
from xiaogan_facts.gate.package.model import Package
from xiaogan_facts.gate.package.places import Steps
from xiaogan_facts.gate.report.problem import LONGEST_VALUE, Problem
from xiaogan_facts.gate.translation import say

LONGEST_NOTE = 400  # characters


def profile_problems(beside: Worker, profile: Question, package: Package) -> Sequence[Problem]:
    """Wait for the worker's judgement of the descriptor, and return its problems."""
    try:
        found = [Violation.of(each) for each in beside.wait(profile)]
    except TooSlowError as error:
        return [Problem.of("descriptor-not-checked", package.file, reason=error)]
    return violation_problems(found, package)


def violation_problems(violations: Iterable[Violation], package: Package) -> list[Problem]:
    """Return a problem for each violation by the package's descriptor."""
    return [_problem(violation, package) for violation in violations]


def _problem(violation: Violation, package: Package) -> Problem:
    steps, part = violation.steps, violation.part
    at = package.at(*steps)
    note = violation.note[:LONGEST_NOTE] + (say(" (at {pointer})", pointer=at.pointer) if at.pointer else "")
    table = _name(package.descriptor, steps[:2], "resource") if part else None
    field = _name(package.descriptor, steps[:5], "field") if part > 2 else None
    code = "descriptor-advice" if violation.advice else "descriptor"
    value, remedy = _written(package.descriptor, steps), violation.remedy or None
    return Problem.of(code, at.file, line=at.line, value=value, table=table, field=field, note=note, remedy=remedy)


def _name(descriptor: Mapping[str, Any], steps: Steps, what: str) -> str:
    described = _value(descriptor, steps)
    name = described.get("name") if isinstance(described, Mapping) else None
    return name if isinstance(name, str) and name else f"{what} {int(steps[-1]) + 1}"


def _value(descriptor: Mapping[str, Any], steps: Steps) -> Any:
    """Return what stands at a place. Raises LookupError or TypeError if nothing does."""
    value: Any = descriptor
    for step in steps:
        value = value[step]
    return value


def _written(descriptor: Mapping[str, Any], steps: Steps) -> str | None:
    """Return the JSON that stands at a place, only the start of it if it is long; None if nothing does."""
    if not steps:
        return None
    try:
        value = _value(descriptor, steps)
    except (LookupError, TypeError):
        return None
    pieces = json.JSONEncoder(ensure_ascii=False).iterencode(value)
    return "".join(islice(pieces, LONGEST_VALUE))
