"""The errors that this program raises on purpose, all of one base class."""

from __future__ import annotations


class Error(Exception):
    """Base class of every error raised here whose message is meant for the person at the keyboard."""


class CannotRunError(Error):
    """Raised when a command cannot do its job: nothing was judged or written. Exit code 2.

    The message says what stands in the way and how to remove it.
    """
