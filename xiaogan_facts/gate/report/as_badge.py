"""Render reports as a badge for a README: the JSON that shields.io shows as one, wherever it is published.

Source: https://shields.io/badges/endpoint-badge
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from xiaogan_facts.gate.report.report import Report
from xiaogan_facts.gate.report.summary import number_of
from xiaogan_facts.gate.translation import say, say_number


def as_badge(reports: Sequence[Report], *, complete: bool = True) -> Iterator[str]:
    """Yield the document: the verdict in a word or two, and its colour; not `complete` if something was not judged."""
    errors, warnings = (sum(report.count(kind) for report in reports) for kind in ("error", "warning"))
    unread = sum(report.unread for report in reports)
    if any(report.invalid for report in reports):
        message, colour = number_of("error", errors) if errors else number_of("warning", warnings), "red"
    elif complete and all(report.valid for report in reports):
        message, colour = ("valid", "brightgreen")
    else:
        message, colour = (
            say_number("{number} table not read", "{number} tables not read", unread) if unread else say("not judged"),
            "lightgrey",
        )
    yield json.dumps({"schemaVersion": 1, "label": "data", "message": message, "color": colour})
