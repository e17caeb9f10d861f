"""The command `xiaogan-facts completion`: bash, zsh and fish complete commands, options and questions by its script."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from xiaogan_facts import cli, queries
from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.commands.completion import SHELLS

COMPLETE = {
    "bash": "source {script}; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); "
    "_shtab_xiaogan_facts; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
    "fish": "source {script}; complete --do-complete '{words}'",
}
"""How a shell is asked what would complete the last of some words."""


@pytest.fixture
def script(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    shell = str(request.param)
    assert cli.main(["completion", shell]) == 0
    file = tmp_path / f"completion.{shell}"
    file.write_text(capsys.readouterr().out, encoding="utf-8")
    return file


def asked(shell: str, script: Path, *words: str) -> list[str]:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell}")
    line = " ".join(word or "''" for word in words) if shell == "bash" else " ".join(words)
    command = [program, "-c", COMPLETE[shell].format(script=script, words=line)]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    return [line.split("\t")[0].strip() for line in made.stdout.splitlines()]


@pytest.mark.parametrize("script", COMPLETE, indirect=True)
def test_commands_options_and_questions_are_completed(script: Path) -> None:
    shell = script.suffix[1:]
    assert "query" in asked(shell, script, "xiaogan-facts", "qu")
    assert "--format" in asked(shell, script, "xiaogan-facts", "diff", "--for")
    assert {"json", "csv"} <= set(asked(shell, script, "xiaogan-facts", "search", "--format", ""))
    assert "sayings" in asked(shell, script, "xiaogan-facts", "query", "sayi")


@pytest.mark.parametrize("script", SHELLS, indirect=True)
def test_the_script_is_sound_and_knows_every_command_and_question(script: Path) -> None:
    text = script.read_text(encoding="utf-8")
    assert [word for word in (*COMMANDS, *queries()) if word not in text] == []
    shell = script.suffix[1:]
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"no {shell}")
    checked = [program, "--no-execute" if shell == "fish" else "-n", str(script)]
    assert subprocess.run(checked, capture_output=True, text=True, check=False).returncode == 0


def test_another_shell_is_refused() -> None:
    assert cli.main(["completion", "tcsh"]) == 2
