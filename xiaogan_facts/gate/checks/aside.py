"""Has frictionless judge a descriptor that is not plainly sound, if need be in a process of its own beside this one.

To import frictionless takes as long as to judge a small package; and a descriptor made to be judged for ever is ended.
Run as a program it reads a descriptor and its file's name, as JSON, and writes the problems.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from xiaogan_facts.gate.checks.loading import loading
from xiaogan_facts.gate.checks.plainly import plainly_sound
from xiaogan_facts.gate.report.problem import Problem

if TYPE_CHECKING:
    from xiaogan_facts.gate.package.model import Package

PATIENCE = 120  # seconds


@dataclass(frozen=True)
class Aside:
    """A judgement under way, or to be made here where there is no process for it; none at all where `sound`."""

    package: Package
    process: subprocess.Popen[str] | None
    sound: bool = False

    @classmethod
    def of(cls, package: Package, *, beside: bool) -> Aside:
        """Begin to judge a package's descriptor, `beside` this process or in it, unless it is plainly sound."""
        if plainly_sound(package.descriptor):
            return cls(package, None, sound=True)
        return cls.start(package) if beside else cls(package, None)

    @classmethod
    def start(cls, package: Package) -> Aside:
        """Begin to judge a package's descriptor in a process of its own."""
        command = [
            sys.executable,
            "-P",
            "-m",
            "xiaogan_facts.gate.checks.aside",
        ]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            with tempfile.TemporaryFile("w+", encoding="utf-8") as question:  # a pipe would wait for who reads it
                question.write(json.dumps([package.file, package.descriptor], default=str))
                question.seek(0)
                process = subprocess.Popen(
                    command,
                    stdin=question,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    encoding="utf-8",
                    env=environment,
                )
        except OSError:
            return cls(package, None)
        return cls(package, process)

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, *_: object) -> None:
        """End the process if nobody will ask for its answer any more."""
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.communicate()

    def problems(self) -> list[Problem]:
        """What frictionless finds wrong, as `judge_profile` says it; judged here where no process gave an answer."""
        if self.sound:
            return []
        if self.process is not None:
            try:
                answer, _ = self.process.communicate(timeout=PATIENCE)
                return [Problem(**problem) for problem in json.loads(answer)]
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.communicate()
                return [_too_slow(self.package.file)]
            except ValueError:
                pass
        from xiaogan_facts.gate.checks.profile import judge_profile

        return judge_profile(self.package.descriptor, self.package.file)


def _too_slow(file: str) -> Problem:
    expected = f"a descriptor that frictionless can judge within {PATIENCE} seconds"
    return Problem("descriptor-not-checked", "error", file, expected, "make the descriptor smaller")


def main() -> None:
    """Answer the question on standard input."""
    file, descriptor = json.load(sys.stdin)
    with loading(alone=True):
        import frictionless  # noqa: F401

        from xiaogan_facts.gate.checks.profile import judge_profile

    json.dump([asdict(problem) for problem in judge_profile(descriptor, file)], sys.stdout)


if __name__ == "__main__":
    main()
