"""Turn violations of the standard into problems, placed by names for people and by JSON pointer for programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from xiaogan_facts.gate.checks.by_json_schema import Violation
from xiaogan_facts.gate.checks.worker import Question, TooSlowError, Worker
from xiaogan_facts.gate.package.model import Package
from xiaogan_facts.gate.report.problem import Problem

LONGEST_NOTE = 400  # characters


def profile_problems(beside: Worker, profile: Question, package: Package) -> Sequence[Problem]:
    """Wait for the worker's judgement of the descriptor, and return its problems."""
    try:
        found = [Violation.of(each) for each in beside.wait(profile)]
    except TooSlowError as error:
        return [Problem.of("descriptor-not-checked", package.file, reason=error)]
    return violation_problems(found, package.descriptor, package.file)


def violation_problems(violations: Iterable[Violation], descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """Return a problem of `file` for each violation of its descriptor."""
    return [_problem(violation, descriptor, file) for violation in violations]


def _problem(violation: Violation, descriptor: Mapping[str, Any], file: str) -> Problem:
    table = field = None
    if violation.resource is not None:
        resource = descriptor["resources"][violation.resource]
        table = _name(resource, f"resource {violation.resource + 1}")
        if violation.field is not None:
            field = _name(resource["schema"]["fields"][violation.field], f"field {violation.field + 1}")
    pointer = "".join(f"/{step}" for step in _steps(violation))
    note = violation.note[:LONGEST_NOTE] + (f" (at {pointer})" if pointer else "")
    return Problem.of("descriptor", file, table=table, field=field, note=note)


def _steps(violation: Violation) -> Iterator[object]:
    """Yield the escaped steps of a JSON pointer (RFC 6901) to the fault."""
    if violation.resource is not None:
        yield from ("resources", violation.resource)
    if violation.field is not None:
        yield from ("schema", "fields", violation.field)
    yield from (step.replace("~", "~0").replace("/", "~1") for step in violation.path)


def _name(described: Any, otherwise: str) -> str:
    name = described.get("name") if isinstance(described, Mapping) else None
    return name if isinstance(name, str) and name else otherwise
