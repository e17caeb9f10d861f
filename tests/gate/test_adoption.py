"""Other repositories adopt the gate: the hook and the action are what their tools expect, and run the real command."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from xiaogan_facts import cli

ROOT = Path(__file__).parents[2]
FIXTURES = Path(__file__).parent / "fixtures"


def loaded(name: str) -> Any:
    return import_module("yaml").safe_load((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("file", "schema"), [("action.yml", "vendor.github-actions"), (".pre-commit-hooks.yaml", None)]
)
def test_the_file_is_valid_to_its_own_tool(file: str, schema: str | None) -> None:
    if schema is None:
        (hook,) = loaded(file)
        assert {"id", "name", "entry", "language"} <= hook.keys()
        return
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(ROOT / file)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(("fixture", "code"), [("sound", 0), ("enum", 1)])
def test_the_hook_runs_the_gate_on_the_descriptor_beside_it(
    fixture: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (hook,) = loaded(".pre-commit-hooks.yaml")
    program, *words = shlex.split(hook["entry"])
    assert program == "xiaogan-facts"
    monkeypatch.chdir(FIXTURES / fixture)
    assert cli.main([*words, *hook["args"]]) == code
    assert "data.csv" in capsys.readouterr().out


def test_the_action_passes_its_inputs_by_the_environment_and_never_into_the_shell() -> None:
    action = loaded("action.yml")
    scripts = [step["run"] for step in action["runs"]["steps"]]
    assert not any("${{" in script for script in scripts)
    assert "validate --format github" in scripts[-1]
    assert set(action["inputs"]) == {"package", "strict"}
    assert set(action["outputs"]) == {"valid", "errors"}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the runner's bash")
@pytest.mark.parametrize(
    ("packages", "code", "outputs"),
    [
        (["sound"], 0, ["valid=true", "errors=0"]),
        (["sound", "", "enum"], 1, ["valid=false", "errors=1"]),
        (["sound", "nowhere"], 2, ["valid=", "errors=0"]),
        (["at-an-address"], 2, ["valid=", "errors=0"]),
    ],
)
def test_the_action_judges_each_line_of_its_input_and_gives_its_outputs(
    tmp_path: Path, packages: list[str], code: int, outputs: list[str]
) -> None:
    script = loaded("action.yml")["runs"]["steps"][-1]["run"]
    (tmp_path / "xiaogan-facts.bin").write_text(str(Path(sys.executable).parent), encoding="utf-8")
    environment = {
        **os.environ,
        "ACTION": str(ROOT),
        "PACKAGE": "\n".join(packages) + "\n",
        "STRICT": "false",
        "RUNNER_TEMP": str(tmp_path),
        "GITHUB_OUTPUT": str(tmp_path / "outputs"),
    }
    run = subprocess.run(["bash", "-eo", "pipefail", "-c", script], cwd=FIXTURES, env=environment, check=False)
    assert run.returncode == code
    assert (tmp_path / "outputs").read_text(encoding="utf-8").splitlines() == outputs


@pytest.mark.parametrize(
    ("words", "message", "colour"),
    [
        (["sound"], "valid", "brightgreen"),
        (["sound", "enum"], "1 error", "red"),
        (["at-an-address"], "1 table not read", "lightgrey"),
        (["field-names-that-repeat", "--warn", "label-duplicate", "--strict"], "2 warnings", "red"),
    ],
)
def test_a_badge_has_the_verdict(
    words: list[str], message: str, colour: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(FIXTURES)
    cli.main(["validate", *words, "--format", "badge"])
    badge = json.loads(capsys.readouterr().out)
    assert badge == {"schemaVersion": 1, "label": "data", "message": message, "color": colour}


def test_python_callers_get_the_same_report_as_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    import xiaogan_facts

    report = xiaogan_facts.validate(FIXTURES / "enum")
    assert cli.main(["validate", str(FIXTURES / "enum"), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["errors"] == report.count("error") == 1


@pytest.mark.parametrize("form", ["text", "json", "github", "junit"])
@pytest.mark.parametrize(("fixture", "code"), [("sound", 0), ("enum", 1), ("nowhere", 2)])
def test_the_exit_code_is_0_for_valid_1_for_invalid_2_for_not_run(
    form: str, fixture: str, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["validate", str(FIXTURES / fixture), "--format", form]) == code
    captured = capsys.readouterr()
    assert bool(captured.err) == (code == 2)
    assert "Traceback" not in captured.err


def test_the_job_summary_gets_every_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    cli.main(["validate", str(FIXTURES / "labels-in-other-capitals"), "--format", "github"])
    rows = [line.split(" | ")[:2] for line in (tmp_path / "summary.md").read_text(encoding="utf-8").splitlines()]
    file = "tests/gate/fixtures/labels-in-other-capitals/data.csv"
    assert rows[-2:] == [[f"| {file}:1:1", "label-spelling"], [f"| {file}:3:1 id", "type"]]


def test_strict_makes_a_warning_fail(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", str(FIXTURES / "schema-at-an-address"), "--strict"]) == 0
    assert cli.main(["validate", str(FIXTURES / "field-names-that-repeat"), "--strict", "--limit", "0"]) == 1
    assert "2 more problems not shown" in capsys.readouterr().out


def test_fix_mends_what_can_be_mended_and_judges_what_is_then_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in (FIXTURES / "labels-out-of-order").iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    assert cli.main(["validate", str(tmp_path), "--fix"]) == 0
    assert (tmp_path / "data.csv").read_bytes() == b"id,name\n1,a\n"
    assert "rewritten in canonical form" in capsys.readouterr().err


def test_the_table_of_contents_of_validation_names_files_that_exist() -> None:
    named = re.findall(r"[a-z_]+(?:/[a-z_]+)*(?:/|\.py)", (ROOT / "validate.py").read_text(encoding="utf-8"))
    assert len(named) >= 10
    assert [name for name in named if not any((ROOT / top / name).exists() for top in ("", "xiaogan_facts"))] == []


def test_progress_is_shown_on_a_terminal_only_and_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["validate", str(FIXTURES / "sound")])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    cli.main(["validate", str(FIXTURES / "sound")])
    shown = capsys.readouterr().err
    bar = f"[{'#' * 20}] 100%  data: 2 records"
    assert shown.startswith(f"\r{bar}")
    assert shown.endswith("\r" + " " * len(bar) + "\r")


def test_a_report_on_a_terminal_breaks_at_words_and_one_that_goes_elsewhere_nowhere(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("NO_COLOR", "1")
    cli.main(["validate", str(FIXTURES / "no-integer")])
    whole = capsys.readouterr().out
    assert max(map(len, whole.splitlines())) > 60
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    cli.main(["validate", str(FIXTURES / "no-integer")])
    folded = capsys.readouterr().out
    assert max(len(line) for line in folded.splitlines() if "  found " not in line and ".csv" not in line) <= 40
    assert folded.split() == whole.split()
