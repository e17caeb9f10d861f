"""The libraries that only a release needs: loaded where one is written, clearly asked for where they are missing."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from xiaogan_facts.errors import CannotRunError


def extra(module: str) -> ModuleType:
    """A module of the optional dependencies. Raises CannotRunError, with the command that installs them."""
    try:
        return import_module(module)
    except ImportError as error:
        raise CannotRunError(
            f"to write a release, '{module}' is needed, and it is not installed. To install it:\n"
            'pip install "xiaogan-facts[release]"'
        ) from error
