"""The checkout under test, and how a test runs a program in it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def run(
    words: Sequence[str], folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Run a program in a folder: its exit code, and what it wrote to standard output and standard error, as UTF-8."""
    result = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def run_python(*words: str, folder: Path = ROOT) -> tuple[int, str, str]:
    """The same for the interpreter that runs the tests: `-c`, `-m`, or a script."""
    return run([sys.executable, *words], folder)
