"""The one way in which a command says that it could not do its job at all."""

from __future__ import annotations


class CannotRunError(Exception):
    """Nothing was judged or written; the message says what stands in the way and how to mend it. Exit code 2."""
