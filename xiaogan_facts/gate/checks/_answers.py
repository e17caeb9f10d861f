"""The worker's program: answer each question on standard input, a line of JSON, with a line on standard output."""

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
from typing import IO, Any


class ElsewhereError(Exception):
    """Raised if a JSON Schema refers to another one, whose address is the argument."""


def _listed(cells: list[str] | str) -> list[str]:
    return cells.split("\n") if isinstance(cells, str) else cells


def _match(pattern: str, cells: list[str] | str) -> list[bool]:
    match = re.compile(f"(?:{pattern})\\Z").match
    return [found is not None for found in map(match, _listed(cells))]


def _keep_to(schema: Any, cells: list[str] | str) -> list[bool]:
    """Return whether each cell fits the schema; cells that are no JSON pass.

    Raises ElsewhereError if the schema refers to another, which is not fetched.
    """
    jsonschema, referencing = import_module("jsonschema"), import_module("referencing")
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    validator = kind(schema, registry=referencing.Registry())

    def keeps(cell: str) -> bool:
        try:
            return bool(validator.is_valid(json.loads(cell)))
        except referencing.exceptions.Unresolvable as error:
            raise ElsewhereError(error.ref) from error
        except (ValueError, RecursionError):
            return True

    return [keeps(cell) for cell in _listed(cells)]


def _profile(descriptor: dict[str, Any], language: Any) -> list[Any]:
    """Return what is wrong with a descriptor, told in a language."""
    # Here, for it loads frictionless, which other questions do not need.
    from xiaogan_facts.gate.checks._profile import violations
    from xiaogan_facts.gate.translation import speaking

    with speaking(language):
        return violations(descriptor)


ANSWERERS: dict[str, Callable[[Any, Any], Any]] = {"pattern": _match, "jsonSchema": _keep_to, "profile": _profile}


def _end_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, even inside a regular expression.

    On other systems than Linux the process ends with its standard input, or, while it is busy, at the time limit.
    """
    if sys.platform == "linux":
        death_signal = 1  # PR_SET_PDEATHSIG
        import_module("ctypes").CDLL(None).prctl(death_signal, signal.SIGKILL)


def _end_after(seconds: float, nowhere: IO[str]) -> None:
    """Have this process end once it has worked for some seconds, even inside a regular expression; 0 calls it off.

    Where the kernel knows no such alarm, on Windows, the seconds are those of the clock.
    """
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)
    elif seconds:
        # Unlike a signal handler, this watchdog of CPython ends even a process that is busy in C code.
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
    else:
        faulthandler.cancel_dump_traceback_later()


def main() -> None:
    """Answer until standard input ends. Each question comes with its time limit in seconds, which ends the process."""
    _end_with_parent()
    gc.set_threshold(100_000)  # loading frictionless makes as many objects, none of them garbage
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library prints must not mix with the answers
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        for line in sys.stdin:
            seconds, kind, argument, items = json.loads(line)
            _end_after(seconds, nowhere)
            try:
                answer = {"answer": ANSWERERS[kind](argument, items)}
            except ElsewhereError as error:
                answer = {"elsewhere": str(error)}
            except Exception as error:
                answer = {"fault": str(error) or type(error).__name__}
            _end_after(0, nowhere)
            print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
