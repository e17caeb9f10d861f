"""It stands whatever happens around it: full disks, closed streams, interruptions, loops of links, read-only files."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.checkout import ROOT, run
from tests.gate.packages import field, package
from xiaogan_facts import cli
from xiaogan_facts.commands.validate import FORMATS

FIXTURES = Path(__file__).parent / "fixtures"
MAIN = [sys.executable, "-m", "xiaogan_facts"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="streams, links and signals as POSIX has them")


def shell(command: str) -> tuple[int, str, str]:
    """Run a line of the shell, in which $RUN is the program and $FIXTURES a folder."""
    return run(["sh", "-c", command], FIXTURES, {**os.environ, "RUN": " ".join(MAIN), "PYTHONPATH": str(ROOT)})


@posix
@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_said_with_exit_code_2_in_every_format(form: str) -> None:
    code, _, said = shell(f"$RUN validate enum --format {form} > /dev/full")
    assert (code, said) == (2, "xiaogan-facts: what is written: No space left on device\n")


@posix
@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ("$RUN validate enum >&-", 1),
        ("$RUN validate enum 2>&-", 1),
        ("$RUN validate sound 2>&- >&-", 0),
        ("$RUN validate nowhere 2>&-", 2),
        ("$RUN validate - <&-", 2),
    ],
)
def test_a_closed_stream_changes_no_exit_code(command: str, code: int) -> None:
    found, _, said = shell(command)
    assert found == code
    assert "fault of this program" not in said


@posix
@pytest.mark.parametrize("name", ["loop", "loop.csv", "loop.json", "folder"])
def test_a_loop_of_links_is_said(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / name).symlink_to(name)
    assert cli.main(["validate", str(tmp_path / name)]) == 2
    assert "Too many levels of symbolic links" in capsys.readouterr().err


@posix
def test_a_loop_of_links_inside_a_package_is_a_problem_of_that_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data.csv").symlink_to("data.csv")
    assert cli.main(["validate", str(package(tmp_path, {}))]) == 1
    assert "path-unsafe" in capsys.readouterr().out


@posix
@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_an_interruption_ends_with_130_and_a_word(form: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "data.csv")  # that nobody writes to, so that it waits for ever
    command = [*MAIN, "validate", str(tmp_path / "data.csv"), "--format", form]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        out, said = process.communicate(timeout=20)
    assert (process.returncode, out, said) == (130, "", "xiaogan-facts: interrupted\n")


SCHEMA = {"fields": [field("id", "integer")], "primaryKey": ["id"]}
UNSORTED, SORTED = "id\n2\n1\n", b"id\n1\n2\n"

KILLED = """
import os, sys
from xiaogan_facts import cli
from xiaogan_facts.gate import atomic
os.fsync = lambda file: os.kill(os.getpid(), 9)
cli.main(["validate", sys.argv[1], "--fix"])
"""
"""A run that is killed when the new bytes of a file are written, and are not yet in its place."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no files without a name")
def test_a_killed_fix_leaves_the_file_as_it_was_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = package(tmp_path, {"schema": SCHEMA}, UNSORTED)
    code, _, _ = run([sys.executable, "-c", KILLED, str(folder)])
    assert code == -signal.SIGKILL
    assert (folder / "data.csv").read_text("utf-8") == UNSORTED
    assert sorted(each.name for each in folder.iterdir()) == ["data.csv", "datapackage.json"]


def test_a_read_only_file_is_not_rewritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = package(tmp_path, {"schema": SCHEMA}, UNSORTED)
    (folder / "data.csv").chmod(0o444)
    assert cli.main(["validate", str(folder), "--fix"]) == 0
    assert "data.csv: left as it is: it is read-only" in capsys.readouterr().err
    assert (folder / "data.csv").read_text("utf-8") == UNSORTED
    (folder / "data.csv").chmod(0o644)


def test_permissions_are_kept(tmp_path: Path) -> None:
    folder = package(tmp_path, {"schema": SCHEMA}, UNSORTED)
    (folder / "data.csv").chmod(0o600)
    assert cli.main(["validate", str(folder), "--fix"]) == 0
    assert (folder / "data.csv").read_bytes() == SORTED
    assert os.name == "nt" or (folder / "data.csv").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    folder = package(tmp_path, {"schema": SCHEMA}, UNSORTED)
    monkeypatch.chdir(folder)
    monkeypatch.setattr(os, "fsync", full)
    assert cli.main(["validate", ".", "--fix"]) == 2
    said = capsys.readouterr().err
    assert said == "xiaogan-facts: data.csv: it could not be rewritten, and is as it was: No space left on device\n"
    assert (folder / "data.csv").read_text("utf-8") == UNSORTED
    assert sorted(each.name for each in folder.iterdir()) == ["data.csv", "datapackage.json"]
