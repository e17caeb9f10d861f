"""Asks questions that may never end in a process of its own, which is ended if it does not end.

Run as a program it reads, as JSON, a kind of question, its argument and some cells, and writes an answer for each.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

PATIENCE = 10  # seconds for the different cells of one batch


class TooSlowError(Exception):
    """No answer came in time."""


def ask(kind: str, argument: Any, cells: list[str]) -> list[bool]:
    """Whether each cell matches a Python regular expression ("pattern") or a JSON Schema ("jsonSchema").

    Raises TooSlowError where that takes longer than anyone would wait.
    """
    if not cells:
        return []
    command = [sys.executable, "-P", "-W", "ignore", str(Path(__file__).resolve()), kind]
    question = json.dumps([argument, cells])
    try:
        run = subprocess.run(
            command, input=question, capture_output=True, text=True, encoding="utf-8", timeout=PATIENCE, check=True
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError, OSError) as error:
        raise TooSlowError(f"no answer within {PATIENCE} seconds") from error
    answers: list[bool] = json.loads(run.stdout)
    return answers


def _match(pattern: str, cells: list[str]) -> list[bool]:
    match = re.compile(f"(?:{pattern})\\Z").match
    return [match(cell) is not None for cell in cells]


def _keep_to(schema: Any, cells: list[str]) -> list[bool]:
    """Cells that are no JSON are not this question's to judge. Nothing that the schema refers to is fetched."""
    jsonschema, referencing = import_module("jsonschema"), import_module("referencing")
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    validator = kind(schema, registry=referencing.Registry())

    def keeps(cell: str) -> bool:
        try:
            return bool(validator.is_valid(json.loads(cell)))
        except (ValueError, RecursionError):
            return True

    return [keeps(cell) for cell in cells]


if __name__ == "__main__":
    answer = {"pattern": _match, "jsonSchema": _keep_to}[sys.argv[1]]
    json.dump(answer(*json.load(sys.stdin)), sys.stdout)
