"""The errors that this program raises on purpose, all of one base class."""

from __future__ import annotations


class Error(Exception):
    """Base class of every error raised here whose message is meant for the person at the keyboard.

    >>> import xiaogan_facts
    >>> try:
    ...     xiaogan_facts.table("unit")
    ... except xiaogan_facts.Error as error:
    ...     print(str(error).partition("?")[0])
    there is no table or view 'unit'; did you mean 'units'
    """


class CannotRunError(Error):
    """Raised when a command cannot do its job: nothing was judged or written. Exit code 2.

    The message says what stands in the way and how to remove it.
    """
