"""Holds a descriptor against the standard, by its own JSON Schema profiles and by frictionless; a fault is told once.

This runs in the worker: loading frictionless takes as long as judging a small package, and a descriptor can be made
to be judged for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from xiaogan_facts.gate.checks import by_frictionless, by_json_schema
from xiaogan_facts.gate.checks.by_json_schema import Violation
from xiaogan_facts.gate.report.problem import Problem

_REQUIRED = re.compile(r"'(\w+)' is a required property")


def judge_profile(descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """Return every violation of a descriptor, whose references have been followed, as a problem of its `file`."""
    told: list[Violation] = []
    for violation in chain(by_json_schema.violations(descriptor), by_frictionless.violations(descriptor)):
        if not any(_repeats(violation, other) for other in told):
            told.append(violation)
    return [_problem(descriptor, file, violation) for violation in told]


def _repeats(violation: Violation, other: Violation) -> bool:
    """Whether a violation is about what another one is already about: the same property, or one inside the other."""
    if violation.resource != other.resource:
        return False
    if violation.note.startswith(by_frictionless.UNREADABLE):
        return True  # by what the other one tells
    if violation.field != other.field:
        return False
    inner, outer = sorted((_subject(violation), _subject(other)), key=len, reverse=True)
    return inner[: len(outer)] == outer if outer else violation.note == other.note or not inner


def _subject(violation: Violation) -> tuple[str, ...]:
    """The property that is wrong or missing; none where it is the part as a whole."""
    missing = _REQUIRED.match(violation.note)
    return (*violation.path, missing[1]) if missing else violation.path


def _problem(descriptor: Mapping[str, Any], file: str, violation: Violation) -> Problem:
    resource = None if violation.resource is None else descriptor["resources"][violation.resource]
    field = None if violation.field is None or resource is None else resource["schema"]["fields"][violation.field]
    pointer = "".join(f"/{step}" for step in _steps(violation))
    return Problem(
        "descriptor",
        "error",
        file,
        f"what the Data Package standard asks for: {violation.note[:400]}" + (f" (at {pointer})" if pointer else ""),
        "correct the descriptor",
        table=None if violation.resource is None else _name(resource, f"resource {violation.resource + 1}"),
        field=None if violation.field is None else _name(field, f"field {violation.field + 1}"),
    )


def _steps(violation: Violation) -> Iterator[object]:
    """The steps from the descriptor to what is wrong: a JSON pointer's (RFC 6901)."""
    if violation.resource is not None:
        yield from ("resources", violation.resource)
    if violation.field is not None:
        yield from ("schema", "fields", violation.field)
    yield from (step.replace("~", "~0").replace("/", "~1") for step in violation.path)


def _name(described: Any, otherwise: str) -> str:
    name = described.get("name") if isinstance(described, Mapping) else None
    return name if isinstance(name, str) and name else otherwise
