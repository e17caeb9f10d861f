"""The worker's program: reads questions from standard input, a line of JSON each, and writes an answer to each."""

from __future__ import annotations

import faulthandler
import gc
import json
import os
import re
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


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


def _profile(descriptor: dict[str, Any], _: list[str]) -> list[Any]:
    from xiaogan_facts.gate.checks._profile import violations  # loads frictionless, which other questions do not need

    return violations(descriptor)


ANSWERERS: dict[str, Callable[[Any, Any], Any]] = {"pattern": _match, "jsonSchema": _keep_to, "profile": _profile}


def _end_with_parent() -> None:
    """End as soon as the parent does, in whatever way; a regular expression heeds no thread, but it does the kernel.

    Elsewhere than on Linux the end of standard input ends this process, or, while it is busy, the time limit.
    """
    if sys.platform == "linux":
        death_signal = 1  # PR_SET_PDEATHSIG
        import_module("ctypes").CDLL(None).prctl(death_signal, signal.SIGKILL)


def main() -> None:
    """Answer until there are no more questions. Each comes with the seconds after which nobody waits any more."""
    _end_with_parent()
    gc.set_threshold(100_000)  # to load frictionless makes as many objects, and none of them is garbage
    answers, sys.stdout = sys.stdout, sys.stderr  # whatever a library prints is no answer
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        for line in sys.stdin:
            seconds, kind, argument, items = json.loads(line)
            faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
            try:
                answer = {"answer": ANSWERERS[kind](argument, items)}
            except Exception as error:
                answer = {"fault": f"{type(error).__name__}: {error}"}
            faulthandler.cancel_dump_traceback_later()
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
