"""Validate a descriptor with the standard's JSON Schema profiles and with frictionless, reporting each fault once.

Runs in the worker: loading frictionless takes as long as judging a small package, and validating a hostile descriptor
may never end.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import Any

from xiaogan_facts.gate.checks import _by_frictionless as by_frictionless
from xiaogan_facts.gate.checks import by_json_schema
from xiaogan_facts.gate.checks.by_json_schema import Violation

_REQUIRED = re.compile(r"'(\w+)' is a required property")


def violations(descriptor: Mapping[str, Any]) -> list[Violation]:
    """Return every violation of the profiles by a descriptor whose references have been followed."""
    told: dict[tuple[int | None, int | None], list[Violation]] = defaultdict(list)
    resources: set[int | None] = set()
    for violation in chain(by_json_schema.violations(descriptor), by_frictionless.violations(descriptor)):
        part = told[violation.resource, violation.field]
        unreadable = violation.note.startswith(by_frictionless.UNREADABLE) and violation.resource in resources
        if not unreadable and not any(_repeats(violation, other) for other in part):
            part.append(violation)
            resources.add(violation.resource)
    return list(chain.from_iterable(told.values()))


def _repeats(violation: Violation, other: Violation) -> bool:
    """Return whether both are about the same property of the same part, or one about a property of the other's."""
    inner, outer = sorted((_subject(violation), _subject(other)), key=len, reverse=True)
    if outer:
        return inner[: len(outer)] == outer
    # Of a part that is of a wrong kind as a whole, nothing else can be said.
    return violation.note == other.note or (not inner and "is not of type" in other.note)


def _subject(violation: Violation) -> tuple[str, ...]:
    """Return the path of the property that is wrong or missing, empty if it is the part as a whole."""
    missing = _REQUIRED.match(violation.note)
    return (*violation.path, missing[1]) if missing else violation.path
