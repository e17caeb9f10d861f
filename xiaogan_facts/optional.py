"""Load the libraries that only some commands need, or say how to install them."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say


def extra(module: str, purpose: str, group: str = "release") -> ModuleType:
    """Import a module of the optional dependencies. Raises CannotRunError, with the command that installs them.

    `purpose` ends the sentence "… is needed to …": "write a release"; `group` is the name of those dependencies.
    """
    try:
        return import_module(module)
    except ImportError as error:
        raise CannotRunError(
            say(
                "'{module}' is needed to {purpose}, and it is not installed. To install it:\npip install "
                '"xiaogan-facts[{group}]"',
                module=module,
                purpose=say(purpose),
                group=group,
            )
        ) from error
