"""Holds a descriptor against the standard: by its own JSON Schema profiles and by frictionless, each fault told once.

This runs in the worker: loading frictionless takes as long as judging a small package, and a descriptor can be made
to be judged for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from xiaogan_facts.gate.checks import by_frictionless, by_json_schema
from xiaogan_facts.gate.checks.by_json_schema import Fault
from xiaogan_facts.gate.report.problem import Problem

_REQUIRED = re.compile(r"'(\w+)' is a required property")


def judge_profile(descriptor: Mapping[str, Any], file: str) -> list[Problem]:
    """Return every fault of a descriptor, whose references have been followed, as a problem of its `file`."""
    told: list[Fault] = []
    for fault in chain(by_json_schema.faults(descriptor), by_frictionless.faults(descriptor)):
        if not any(_repeats(fault, other) for other in told):
            told.append(fault)
    return [_problem(descriptor, file, fault) for fault in told]


def _repeats(fault: Fault, other: Fault) -> bool:
    """Whether a fault is about what another one is already about: the same property, or one inside the other."""
    if fault.resource != other.resource:
        return False
    if fault.note.startswith(by_frictionless.UNREADABLE):
        return True  # by what the other one tells
    if fault.field != other.field:
        return False
    inner, outer = sorted((_subject(fault), _subject(other)), key=len, reverse=True)
    return inner[: len(outer)] == outer if outer else fault.note == other.note or not inner


def _subject(fault: Fault) -> tuple[str, ...]:
    """The property that is wrong or missing; none where it is the part as a whole."""
    missing = _REQUIRED.match(fault.note)
    return (*fault.path, missing[1]) if missing else fault.path


def _problem(descriptor: Mapping[str, Any], file: str, fault: Fault) -> Problem:
    resource = None if fault.resource is None else descriptor["resources"][fault.resource]
    field = None if fault.field is None or resource is None else resource["schema"]["fields"][fault.field]
    pointer = "".join(f"/{step}" for step in _steps(fault))
    return Problem(
        "descriptor",
        "error",
        file,
        f"what the Data Package standard asks for: {fault.note[:400]}" + (f" (at {pointer})" if pointer else ""),
        "correct the descriptor",
        table=None if fault.resource is None else _name(resource, f"resource {fault.resource + 1}"),
        field=None if fault.field is None else _name(field, f"field {fault.field + 1}"),
    )


def _steps(fault: Fault) -> Iterator[object]:
    """The steps from the descriptor to what is wrong: a JSON pointer's (RFC 6901)."""
    if fault.resource is not None:
        yield from ("resources", fault.resource)
    if fault.field is not None:
        yield from ("schema", "fields", fault.field)
    yield from (step.replace("~", "~0").replace("/", "~1") for step in fault.path)


def _name(described: Any, otherwise: str) -> str:
    name = described.get("name") if isinstance(described, Mapping) else None
    return name if isinstance(name, str) and name else otherwise
