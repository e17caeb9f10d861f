"""The benchmark still runs, and what it plants in its packages is what is found there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from importlib import util
from typing import TYPE_CHECKING, Any

import pytest

from tests.checkout import ROOT
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

BENCHMARKS = ROOT / "benchmarks"


def module(name: str) -> Any:
    """One of the benchmark's files, which are programs and in no package."""
    spec = util.spec_from_file_location(f"benchmark_{name}", BENCHMARKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    loaded = util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def test_each_error_that_is_planted_is_found_once(tmp_path: Path) -> None:
    package = module("package")
    assert validate(package.make(tmp_path / "clean", 600)).valid
    assert validate(package.make_many(tmp_path / "many", tables=3)).valid
    problems = validate(package.make(tmp_path / "wrong", 600, 60)).problems
    rules = {"type": 20, "enum": 10, "minimum": 10, "foreignKey": 10, "required": 10}
    assert Counter(problem.rule for problem in problems) == rules
    assert [problem.line for problem in problems] == [2 + 10 * n for n in range(60)]


@pytest.mark.skipif(sys.platform == "win32", reason="it measures processes as POSIX lets a parent do")
def test_the_benchmark_runs_and_prints_a_line_for_us_and_for_each_peer_at_hand(tmp_path: Path) -> None:
    here, absent = tmp_path / "fairspec", str(tmp_path / "absent")
    here.write_text("#!/bin/sh\ntest -f fairspec.json\n", encoding="utf-8")
    here.chmod(0o755)
    command = [
        sys.executable,
        str(BENCHMARKS / "peers.py"),
        "--records",
        "300",
        "--rounds",
        "1",
        "--folder",
        str(tmp_path),
    ]
    run = subprocess.run(
        [*command, "--fairspec", str(here), "--dataframely", absent], capture_output=True, encoding="utf-8", check=True
    )
    names = [line.split()[0] for line in run.stdout.splitlines()]
    assert names == ["300", "us", "reading", "polars", "frictionless", "fairspec"]
    assert run.stderr == "dataframely is not at hand, and not measured: benchmarks/README.md says how to get it\n"


def test_fairspec_is_told_of_every_column_key_and_limit_that_it_knows(tmp_path: Path) -> None:
    module("package").make(tmp_path, 3)
    told = json.loads(module("for_fairspec").write(tmp_path).read_text(encoding="utf-8"))["resources"][1]
    columns = told["tableSchema"].pop("properties")
    assert len(columns) == 12
    assert columns["multiplier"] == {"type": ["integer", "null"], "minimum": 0, "maximum": 12}
    assert columns["published"] == {"type": "string", "format": "date"}
    reference = {"resource": "entities", "columns": ["entity_id"]}
    keys = {"primaryKey": ["observation_id"], "foreignKeys": [{"columns": ["entity_id"], "reference": reference}]}
    assert told == {"name": "observations", "data": "observations.csv", "tableSchema": keys}


def test_rows_of_every_shape_are_measured_and_what_is_wrong_in_them_is_found(tmp_path: Path) -> None:
    command = [sys.executable, str(BENCHMARKS / "rows.py"), "--records", "4000", "--columns", "300", "--rounds", "1"]
    run = subprocess.run([*command, "--folder", str(tmp_path)], capture_output=True, encoding="utf-8", check=True)
    found = [(line[:18].strip(), line.split(" problems")[0].split()[-1]) for line in run.stdout.splitlines()]
    assert [(name, count) for name, count in found if name[0].isalpha()] == [
        *(("plain", "0"), ("quoted", "0"), ("quoted, CRLF", "0"), ("ragged", "4"), ("stray quotes", "4")),
        *(("quoted, ragged", "4"), ("keys repeat", "875"), ("narrow", "0"), ("wide", "0")),
    ]
