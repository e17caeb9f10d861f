"""Whether the archive may leave the house: what commands that publish it ask first."""

from __future__ import annotations

import sys

from xiaogan_facts.gate.translation import say

INVALID = 1


def archive_is_valid() -> bool:
    """Validate the archive, and say on standard error where to look if it is not valid."""
    from xiaogan_facts.validation import validate

    valid = validate().valid
    if not valid:
        print(say("xiaogan-facts: the archive is not valid. To see why: xiaogan-facts validate"), file=sys.stderr)
    return valid
