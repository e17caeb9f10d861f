"""The settings of `validate` in the table `[tool.xiaogan-facts]` of the working directory's pyproject.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.suggest import did_you_mean
from xiaogan_facts.gate.translation import say

PROJECT = Path("pyproject.toml")
TABLE = "tool.xiaogan-facts"

KINDS: Mapping[str, type] = {
    "packages": list,
    "schema": str,
    "strict": bool,
    "allow-unread": bool,
    "ignore": list,
    "warn": list,
    "baseline": str,
    "limit": int,
}
"""What may be set, each as the option of that name says it: a list is a list of texts."""


def read_settings(file: Path = PROJECT) -> dict[str, Any]:
    """Return the settings; none if there is no file, or no such table in it. Raises CannotRunError for a wrong one."""
    try:
        project = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CannotRunError(f"{file}: {error.strerror}") from error
    except ValueError as error:  # not TOML, or not UTF-8
        raise CannotRunError(say("{file}: this is no TOML: {error}", file=file, error=error)) from error
    tools = project.get("tool")
    found = tools.get("xiaogan-facts", {}) if isinstance(tools, dict) else {}
    if not isinstance(found, dict):
        raise CannotRunError(say("{file}: [{table}] is a table of settings", file=file, table=TABLE))
    for name, value in found.items():
        _judge(file, name, value)
    return found


def _judge(file: Path, name: str, value: Any) -> None:
    kind = KINDS.get(name)
    if kind is None:
        near = did_you_mean(name, KINDS) or say("there are {kinds}", kinds=", ".join(KINDS))
        raise CannotRunError(
            say("{file}: [{table}] has no setting '{name}'; {near}", file=file, table=TABLE, name=name, near=near)
        )
    fits = type(value) is kind and (not isinstance(value, list) or all(isinstance(each, str) for each in value))
    if not fits or (kind is int and value < 0):
        words = {
            list: say("a list of texts"),
            str: say("a text"),
            bool: say("true or false"),
            int: say("a whole number from 0 on"),
        }[kind]
        raise CannotRunError(
            say(
                "{file}: [{table}] {name} is {words}, not {value!r}",
                file=file,
                table=TABLE,
                name=name,
                words=words,
                value=value,
            )
        )
