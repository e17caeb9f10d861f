"""A release is the same bytes wherever and whenever it is built, and is built of this archive, if that is valid."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.checkout import ROOT, run
from tests.release.conftest import contents
from xiaogan_facts import cli
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release import release

pytestmark = pytest.mark.slow


# The same bytes


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "zh_CN.GB18030", "LANG": "zh_CN", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "4294967295"},
    ],
    ids=["in-kiritimati", "in-newfoundland"],
)
def test_a_release_is_the_same_bytes_in_another_folder_time_zone_locale_and_hash_order(
    surroundings: dict[str, str], release_folder: Path, tmp_path: Path
) -> None:
    there = tmp_path / "别处" / "a folder" / "out"
    there.parent.mkdir(parents=True)
    words = [sys.executable, "-m", "xiaogan_facts", "release", "--draft", "-o", str(there)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    code, _, said = run(words, tmp_path, environment)
    assert code == 0, said
    assert contents(there) == contents(release_folder)


# What is refused


def test_another_package_than_this_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id\n1\n", "ascii")
    (tmp_path / "datapackage.json").write_text(
        '{"name": "a", "resources": [{"name": "a", "path": "a.csv", "schema": {"fields": [{"name": "id"}]}}]}', "ascii"
    )
    with pytest.raises(CannotRunError, match="this package is another one"):
        release(tmp_path / "out", tmp_path)
    assert not (tmp_path / "out").exists()


# The command


def test_an_archive_that_is_not_valid_is_not_released(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = shutil.copytree(DATAPACKAGE, tmp_path / "datapackage")
    with (broken / "units.csv").open("a", encoding="utf-8") as stream:
        stream.write("yuan,,,,,,\n")
    monkeypatch.setattr("xiaogan_facts.validation.DESCRIPTOR", broken / "datapackage.json")
    assert cli.main(["release", "--draft", "-o", str(tmp_path / "dist")]) == 1
    assert "xiaogan-facts validate" in capsys.readouterr().err
    assert not (tmp_path / "dist").exists()


@pytest.mark.parametrize("module", ["pyarrow.parquet", "xlsxwriter"])
def test_without_a_library_that_a_release_needs_the_command_says_how_to_install_it(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    assert cli.main(["release", "--draft", "-o", str(tmp_path / "dist")]) == 2
    said = capsys.readouterr().err
    assert f"'{module}' is needed to write a release" in said
    assert 'pip install "xiaogan-facts[release]"' in said
    assert not (tmp_path / "dist").exists()


def test_the_changes_since_the_version_before_are_released_too(tmp_path: Path) -> None:
    before = shutil.copytree(DATAPACKAGE, tmp_path / "before")
    units = (before / "units.csv").read_text("utf-8")
    (before / "units.csv").write_text(units.replace("yuan (renminbi)", "yuan of China"), "utf-8")
    assert (before / "units.csv").read_text("utf-8") != units
    out = tmp_path / "dist"
    assert cli.main(["release", "--draft", "-o", str(out), "--since", str(before)]) == 0
    assert "yuan of China" in (out / "CHANGES.md").read_text("utf-8")
    assert "yuan of China" in (out / "changes.json").read_text("utf-8")
    listed = (out / "SHA256SUMS").read_text("ascii")
    assert {"CHANGES.md", "changes.json"} <= {line.split()[1] for line in listed.splitlines()}


def test_the_version_before_may_be_a_release_folder(release_folder: Path, tmp_path: Path) -> None:
    before = shutil.copytree(release_folder, tmp_path / "before")
    [packed] = before.glob("*.zip")
    package = tmp_path / "package"
    shutil.unpack_archive(packed, package)
    units = (package / "units.csv").read_text("utf-8")
    (package / "units.csv").write_text(units.replace("yuan (renminbi)", "yuan of China"), "utf-8", newline="\n")
    packed.unlink()
    shutil.make_archive(str(packed.with_suffix("")), "zip", package)

    release(tmp_path / "dist", since=before)

    changes = json.loads((tmp_path / "dist" / "changes.json").read_text("utf-8"))
    assert [table["name"] for table in changes["tables"]] == ["units"]
    assert "yuan of China" in (tmp_path / "dist" / "CHANGES.md").read_text("utf-8")


def test_a_release_since_itself_says_that_nothing_has_changed(release_folder: Path, tmp_path: Path) -> None:
    release(tmp_path / "dist", since=release_folder)
    assert (tmp_path / "dist" / "CHANGES.md").read_text("utf-8").endswith("\n\nNothing has changed.\n")
