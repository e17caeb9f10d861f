"""The error for an unknown name."""

from __future__ import annotations

from xiaogan_facts.gate.errors import Error


class UnknownNameError(Error, ValueError):
    """Raised for an unknown table, filter, query or parameter; the message names the nearest known one."""
