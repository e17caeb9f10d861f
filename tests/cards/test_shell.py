"""The command `xiaogan-facts shell`: DuckDB's own shell on a copy that is gone afterwards, or how to get one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xiaogan_facts import cli

STAND_IN = """
import sys, duckdb
with duckdb.connect(sys.argv[1]) as connection:
    (rows,) = connection.execute("SELECT count(*) FROM facts").fetchall()
    connection.execute("CREATE TABLE mine AS SELECT 1 AS n")
print(sys.argv[1], rows[0], flush=True)
sys.exit(7)
"""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program called duckdb, alone on the PATH, that looks at the database and leaves with code 7."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "stand_in.py"
    script.write_text(STAND_IN, encoding="utf-8")
    if os.name == "nt":
        (folder / "duckdb.bat").write_text(f'@"{sys.executable}" "{script}" %*\n', encoding="utf-8")
    else:
        program = folder / "duckdb"
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(folder))
    return folder


@pytest.mark.usefixtures("shell")
def test_the_shell_opens_the_archive_and_the_copy_is_gone_afterwards(capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["shell"]) == 7
    database, facts = capfd.readouterr().out.rsplit(maxsplit=1)
    assert database.endswith("xiaogan-facts.duckdb")
    assert not Path(database).parent.exists()
    assert int(facts) > 200


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without telling it")
def test_a_copy_is_gone_even_when_the_command_is_ended_from_outside(shell: Path, tmp_path: Path) -> None:
    (shell / "duckdb").write_text('#!/bin/sh\necho "$1"\nexec /bin/sleep 60\n', encoding="utf-8")
    words = [sys.executable, "-c", "import sys; from xiaogan_facts.cli import main; sys.exit(main(['shell']))"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, env={**os.environ, "TMPDIR": str(tmp_path)}) as command:
        assert command.stdout
        database = Path(command.stdout.readline().decode().strip())
        assert database.is_file()
        command.terminate()
        assert command.wait(timeout=30) == 143
    assert not database.parent.exists()


def test_without_a_shell_the_message_says_how_to_get_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("sysconfig.get_path", lambda name: str(tmp_path))
    assert cli.main(["shell"]) == 2
    said = capsys.readouterr().err
    assert "there is no program 'duckdb' on the PATH" in said
    assert 'pip install "xiaogan-facts[shell]"' in said
    assert "xiaogan-facts query" in said


@pytest.mark.slow
def test_the_shell_that_pip_has_today_opens_the_archive(tmp_path: Path) -> None:
    """The command line of DuckDB from PyPI is older than the library that writes the copy."""
    from tests.checkout import clients

    program = clients().with_name("duckdb.exe" if os.name == "nt" else "duckdb")
    assert program.is_file()
    environment = {**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    asked = "SELECT value FROM facts WHERE fact_id = 'hd24-o17-01';\n.quit\n"
    words = [sys.executable, "-c", OWN_SCRIPTS_ARE_NOWHERE, "shell"]
    made = subprocess.run(
        words, input=asked, capture_output=True, text=True, check=False, env=environment, encoding="utf-8"
    )
    assert made.returncode == 0, made.stderr
    assert "11200000000.0" in made.stdout


OWN_SCRIPTS_ARE_NOWHERE = """
import sys, sysconfig
sysconfig.get_path = lambda name: ""
from xiaogan_facts.cli import main
sys.exit(main(sys.argv[1:]))
"""
