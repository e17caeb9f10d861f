"""The checkout under test, and how a test runs a program in it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
_CLIENTS = ROOT / ".venv-clients" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
OLDEST = ROOT / ".venv-clients" / "oldest"
"""The oldest DuckDB that a release has to open in; found first where it is on PYTHONPATH."""


def run(
    words: Sequence[str], folder: Path = ROOT, environment: Mapping[str, str] | None = None
) -> tuple[int, str, str]:
    """Run a program in a folder: its exit code, and what it wrote to standard output and standard error, as UTF-8."""
    result = subprocess.run(words, cwd=folder, env=environment, capture_output=True, check=False)
    return result.returncode, result.stdout.decode(), result.stderr.decode()


def tracked() -> list[Path]:
    """Every file that is in the repository, or would be with the next commit."""
    code, listed, said = run(["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"])
    assert code == 0, said
    return [file for name in listed.split("\0") if name and (file := ROOT / name).is_file()]


def run_python(*words: str, folder: Path = ROOT) -> tuple[int, str, str]:
    """The same for the interpreter that runs the tests: `-c`, `-m`, or a script."""
    return run([sys.executable, *words], folder)


def clients() -> Path:
    """The interpreter of the readers' tools; where `make test` has not built it yet, the test that asks is skipped."""
    if not _CLIENTS.exists():
        pytest.skip("no .venv-clients, the environment of the readers' tools: `make test` builds it")
    return _CLIENTS


def run_client(script: str, *words: str, folder: Path, path: Path | None = None) -> Any:
    """What a script of tests/clients prints as JSON, run by the readers' tools in `folder`; `path` is found first."""
    environment = {**os.environ, "PYTHONPATH": str(path) if path else "", "PYTHONUTF8": "1"}
    code, printed, said = run([str(clients()), str(ROOT / "tests" / "clients" / script), *words], folder, environment)
    assert code == 0, f"{script}\n{printed}{said}"
    return json.loads(printed)
