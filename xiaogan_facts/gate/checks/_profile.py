"""Validate a descriptor with the standard's JSON Schema profiles and with frictionless, reporting each fault once.

Runs in the worker: loading frictionless takes as long as judging a small package, and validating a hostile descriptor
may never end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from xiaogan_facts.gate.checks import _by_frictionless as by_frictionless
from xiaogan_facts.gate.checks import by_json_schema
from xiaogan_facts.gate.checks.by_json_schema import Violation

_REQUIRED = re.compile(r"'(\w+)' is a required property")


def violations(descriptor: Mapping[str, Any]) -> list[Violation]:
    """Return the violations of a descriptor whose references have been followed."""
    told: list[Violation] = []
    for violation in chain(by_json_schema.violations(descriptor), by_frictionless.violations(descriptor)):
        if not any(_repeats(violation, other) for other in told):
            told.append(violation)
    return told


def _repeats(violation: Violation, other: Violation) -> bool:
    """Return whether two violations are about the same property, or about one inside the other."""
    if violation.resource != other.resource:
        return False
    if violation.note.startswith(by_frictionless.UNREADABLE):
        return True  # the other one says why
    if violation.field != other.field:
        return False
    inner, outer = sorted((_subject(violation), _subject(other)), key=len, reverse=True)
    return inner[: len(outer)] == outer if outer else violation.note == other.note or not inner


def _subject(violation: Violation) -> tuple[str, ...]:
    """Return the path of the property that is wrong or missing, empty if it is the part as a whole."""
    missing = _REQUIRED.match(violation.note)
    return (*violation.path, missing[1]) if missing else violation.path
