"""Judge a descriptor by the properties of the standard, its JSON Schema profiles and frictionless, each fault once.

Runs in the worker: loading frictionless takes as long as judging a small package, and validating a hostile descriptor
may never end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import Any

from xiaogan_facts.gate.checks import _by_frictionless as by_frictionless
from xiaogan_facts.gate.checks import by_json_schema, by_properties
from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.package.places import Steps
from xiaogan_facts.gate.translation import say


def violations(descriptor: Mapping[str, Any]) -> list[Violation]:
    """Return every violation of the standard by a descriptor whose references have been followed."""
    told: dict[Steps, list[Violation]] = defaultdict(list)
    for violation in chain(
        by_properties.violations(descriptor),
        by_json_schema.violations(descriptor),
        by_frictionless.violations(descriptor),
    ):
        part = told[violation.steps[: violation.part]]
        is_unread = violation.note.startswith(say(by_frictionless.UNREADABLE)) and any(
            found and found[0].steps[:2] == violation.steps[:2] for found in told.values()
        )
        if not is_unread and not any(_repeats(violation, other) for other in part):
            part.append(violation)
    return list(chain.from_iterable(told.values()))


def _repeats(violation: Violation, other: Violation) -> bool:
    """Return whether both are about the same property of the same part, or one about a property of the other's."""
    inner, outer = sorted((violation.steps, other.steps), key=len, reverse=True)
    if len(outer) > violation.part:
        return inner[: len(outer)] == outer
    # Of a part that is of a wrong kind as a whole, nothing else can be said.
    return violation.note == other.note or (bool(other.remedy) and other.steps == violation.steps[: violation.part])
