"""The base class of the errors that this program raises on purpose."""

from __future__ import annotations


class Error(Exception):
    """Base class of every error of this program whose message is meant for its user.

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
