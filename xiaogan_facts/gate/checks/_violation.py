"""A fault in a descriptor, as whoever judges descriptors tells it."""

from __future__ import annotations

from typing import Any, NamedTuple

from xiaogan_facts.gate.package.places import Steps


class Violation(NamedTuple):
    """A fault in a descriptor.

    `steps` lead from the top of the descriptor to the property that is wrong or missing; `note` says in words what the
    standard asks there; `remedy` what to write instead, "" if nobody knows; `advice` that the standard only advises it.
    """

    steps: Steps
    note: str
    remedy: str = ""
    advice: bool = False

    @classmethod
    def of(cls, listed: list[Any]) -> Violation:
        """Make a violation of a list of its attributes, the form in which the worker sends it."""
        steps, note, remedy, advice = listed
        return cls(tuple(steps), note, remedy, advice)

    @property
    def part(self) -> int:
        """How many of the steps lead to the part that it is about: a field, a resource, or the package itself."""
        if self.steps[:1] != ("resources",) or len(self.steps) < 2:
            return 0
        return 5 if self.steps[2:4] == ("schema", "fields") and len(self.steps) > 4 else 2
