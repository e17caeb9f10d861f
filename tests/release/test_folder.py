"""A folder is replaced by a release as a whole or not at all, and never is what somebody else has in it."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.checkout import run_python
from tests.release.conftest import contents
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.release.folder import MARK, replaced

pytestmark = pytest.mark.slow


# As a whole


@pytest.fixture
def old(release_folder: Path, tmp_path: Path) -> Path:
    """A release that is there already; it differs from what would be built now."""
    folder = tmp_path / "dist"
    shutil.copytree(release_folder, folder)
    facts, sums = folder / "facts.parquet", folder / "SHA256SUMS"
    new = hashlib.sha256(facts.read_bytes()).hexdigest()
    facts.write_bytes(b"old")
    sums.write_text(sums.read_text("ascii").replace(new, hashlib.sha256(b"old").hexdigest()), "ascii", newline="\n")
    return folder


KILLED = """
import os, sys
from importlib import import_module
from pathlib import Path
from xiaogan_facts.release import release
module, _, function = sys.argv[2].rpartition(".")
setattr(import_module(module), function, lambda *_: os._exit(9))
release(Path(sys.argv[1]))
"""
"""A run that ends, without a chance to clear up, where it would call that function."""


@pytest.mark.parametrize("function", ["to_parquet.write", "_build.write_checksums", "folder._swap"])
def test_a_killed_run_leaves_the_old_release_whole_and_the_next_one_clears_up(
    function: str, old: Path, release_folder: Path
) -> None:
    before = contents(old)
    code, _, said = run_python("-c", KILLED, str(old), f"xiaogan_facts.release.{function}")
    assert code == 9, said
    assert contents(old) == before
    assert len(list(old.parent.iterdir())) == 2, "the killed run has left its folder"
    with replaced(old) as folder:
        shutil.copytree(release_folder, folder, dirs_exist_ok=True)
    assert contents(old) == contents(release_folder)
    assert list(old.parent.iterdir()) == [old]


KILLED_BETWEEN = """
import os, sys
from pathlib import Path
from xiaogan_facts.release.folder import replaced
rename = Path.rename
Path.rename = lambda path, target: os._exit(9) if path.name == "new" else rename(path, target)
with replaced(Path(sys.argv[1])) as folder:
    (folder / "SHA256SUMS").touch()
"""
"""A run that ends when it has set the old release aside, and has not yet put the new one in its place."""


def test_a_run_killed_between_the_two_steps_loses_nothing_and_the_next_one_puts_the_old_release_back(old: Path) -> None:
    before = contents(old)
    code, _, said = run_python("-c", KILLED_BETWEEN, str(old))
    assert (code, old.exists()) == (9, False), said

    def fail() -> None:
        with replaced(old):
            assert contents(old) == before
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert contents(old) == before
    assert list(old.parent.iterdir()) == [old]


@pytest.mark.parametrize("name", ["out", "new", "old"])
def test_a_folder_is_replaced_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    out = tmp_path / name
    for text in ("first", "second"):
        with replaced(out) as folder:
            (folder / "SHA256SUMS").write_text(text, "ascii")
        assert (out / "SHA256SUMS").read_text("ascii") == text
        assert list(tmp_path.iterdir()) == [out]


def test_what_another_folder_s_killed_run_left_is_not_touched(tmp_path: Path) -> None:
    others = [tmp_path / name / "old" for name in (".victim.unfinished-x", ".v.unfinished-q.unfinished-abc")]
    for other in others:
        other.mkdir(parents=True)
    for name in ("v", "v[1]", *(["v*"] if os.name != "nt" else [])):
        with replaced(tmp_path / name) as new:
            (new / "SHA256SUMS").write_text("", encoding="utf-8")
    assert all(other.is_dir() for other in others)
    mine = tmp_path / ".v[1].unfinished-abc" / "old"
    mine.mkdir(parents=True)
    (mine.parent / MARK).touch()
    unmarked = tmp_path / ".v[1].unfinished-def" / "old"
    unmarked.mkdir(parents=True)
    with replaced(tmp_path / "v[1]") as new:
        (new / "SHA256SUMS").write_text("", encoding="utf-8")
    assert not mine.parent.exists()
    assert unmarked.is_dir(), "a folder of somebody's own"


def test_what_fails_halfway_leaves_no_trace(old: Path) -> None:
    before = contents(old)

    def fill() -> None:
        with replaced(old) as folder:
            (folder / "half").write_text("half", "ascii")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill()
    assert contents(old) == before
    assert list(old.parent.iterdir()) == [old]


def test_a_swap_that_fails_in_its_second_step_puts_the_old_release_back(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(old)
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise PermissionError("no")
        return rename(path, target)

    def fill() -> None:
        with replaced(old) as folder:
            (folder / "SHA256SUMS").touch()

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(PermissionError):
        fill()
    assert contents(old) == before


# What is refused


def refused(out: Path) -> str:
    with pytest.raises(CannotRunError) as error, replaced(out):
        pass
    return str(error.value)


def test_a_folder_that_is_no_release_is_refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", "ascii")
    assert "holds 'thesis.docx', which is not of a release" in refused(tmp_path)
    assert (tmp_path / "thesis.docx").read_text("ascii") == "years of work"


def test_a_release_with_a_file_of_somebodys_own_in_it_is_refused(old: Path) -> None:
    (old / "notes.txt").write_text("mine", "ascii")
    assert "holds 'notes.txt'" in refused(old)
    assert (old / "notes.txt").is_file()


def test_what_stands_beside_a_release_is_named_and_taken_over_where_that_is_asked_for(old: Path) -> None:
    (old / "notes.txt").write_text("mine", "ascii")
    (old / "my" / "own").mkdir(parents=True)
    (old / "my" / "own" / "thesis.docx").write_text("years of work", "ascii")
    said = refused(old)
    assert "holds 'my', 'my/own', 'my/own/thesis.docx', 'notes.txt' beside a release" in said
    assert "--keep" in said
    with replaced(old, keep=True) as folder:
        (folder / "new.txt").write_text("new", "ascii")
    assert sorted(file.relative_to(old).as_posix() for file in old.rglob("*") if file.is_file()) == [
        "my/own/thesis.docx",
        "new.txt",
        "notes.txt",
    ]
    assert (old / "my" / "own" / "thesis.docx").read_text("ascii") == "years of work"


def test_nothing_is_taken_over_into_the_place_of_a_file_of_the_release(old: Path) -> None:
    (old / "new.txt").write_text("mine", "ascii")
    before = contents(old)

    def fill() -> None:
        with replaced(old, keep=True) as folder:
            (folder / "new.txt").write_text("new", "ascii")

    with pytest.raises(CannotRunError, match=r"holds 'new\.txt', and the new release has a file of that name"):
        fill()
    assert contents(old) == before


def test_a_folder_that_is_no_release_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", "ascii")
    with pytest.raises(CannotRunError, match="which is not of a release"), replaced(tmp_path, keep=True):
        pass
    assert (tmp_path / "thesis.docx").read_text("ascii") == "years of work"


def test_a_release_in_which_a_file_was_changed_is_refused(old: Path) -> None:
    (old / "facts.parquet").write_bytes(b"changed by hand")
    assert "holds 'facts.parquet', which is not as a release has it" in refused(old)
    assert (old / "facts.parquet").read_bytes() == b"changed by hand"


def test_a_folder_of_somebodys_own_with_a_list_of_hashes_of_other_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("years of work", "ascii")
    right = hashlib.sha256(b"years of work").hexdigest()
    (tmp_path / "SHA256SUMS").write_text(f"{right}  thesis.docx\n", "ascii")
    assert "holds 'thesis.docx'" in refused(tmp_path)


@pytest.mark.parametrize("name", [".", "..", "", "../here"])
def test_the_folder_that_one_stands_in_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert "is the folder that you are in, or one above it" in refused(Path(name))
    assert (tmp_path / "here").is_dir()


@pytest.mark.skipif(os.name == "nt", reason="links as POSIX has them")
def test_a_link_is_not_followed_to_what_it_would_replace(old: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(old)
    before = contents(old)
    assert "is a link" in refused(tmp_path / "link")
    assert contents(old) == before


@pytest.mark.parametrize("name", [" dist ", "~", "$HOME", "-o"])
def test_the_name_of_the_folder_is_taken_literally(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with replaced(Path(name)) as folder:
        (folder / "SHA256SUMS").touch()
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "dist"
    out.write_text("a file", "ascii")
    assert "is a file" in refused(out)


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    with replaced(tmp_path / "dist") as folder:
        (folder / "a").touch()
    assert [file.name for file in (tmp_path / "dist").iterdir()] == ["a"]
