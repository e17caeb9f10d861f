"""`xiaogan-facts diff`: exit 0 the same, 1 different, 2 could not run; and facts named by their sentences."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from xiaogan_facts import cli
from xiaogan_facts.diff import as_json, as_markdown, as_text, compare
from xiaogan_facts.diff._sentences import FACTS
from xiaogan_facts.paths import DATAPACKAGE, DESCRIPTOR, FACT_TABLES

FIXTURES = Path(__file__).parent / "fixtures"
FRUITS = str(FIXTURES / "fruits")
TINY = Path(__file__).parents[1] / "database" / "tiny"

Change = Callable[[str, str, str], Path]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A tiny archive of invented rows."""
    folder = shutil.copytree(TINY, tmp_path / "old")
    shutil.copy(DESCRIPTOR, folder)
    return folder


@pytest.fixture
def changed(archive: Path) -> Change:
    """Another copy of it, with a text of one file replaced by another."""

    def change(file: str, before: str, after: str) -> Path:
        folder = archive.with_name("new")
        if not folder.exists():
            shutil.copytree(archive, folder)
        text = (folder / file).read_text("utf-8")
        assert text.count(before) >= 1
        (folder / file).write_text(text.replace(before, after, 1), "utf-8")
        return folder

    return change


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_the_exit_code_tells_whether_there_is_a_difference(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", FRUITS, str(FIXTURES / "rows-reordered"), "--format", form]) == 0
    assert cli.main(["diff", FRUITS, str(FIXTURES / "cell-changed"), "--format", form]) == 1
    written = capsys.readouterr()
    assert written.err == ""
    difference = compare(FRUITS, FIXTURES / "cell-changed")
    assert written.out.endswith({"text": as_text, "markdown": as_markdown, "json": as_json}[form](difference))


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("nowhere", "No such file or directory"),
        ("ragged", "fruits.csv:5: this record cannot be read"),
        ("fruits/fruits.csv", "no sound zip file"),
        ("fruits/nowhere.json", "No such file or directory"),
    ],
)
def test_what_cannot_be_compared_is_told_in_words(new: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", FRUITS, str(FIXTURES / new)]) == 2
    written = capsys.readouterr()
    assert said in written.err
    assert (written.out, "Traceback" in written.err) == ("", False)


def test_a_descriptor_stands_for_its_folder(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", FRUITS, f"{FRUITS}/datapackage.json"]) == 0
    assert "the same" in capsys.readouterr().out


def test_the_archive_is_the_same_as_itself() -> None:
    assert compare(DATAPACKAGE, DESCRIPTOR).same


@pytest.mark.slow
def test_the_archive_is_the_same_as_the_zip_that_is_released_of_it(tmp_path: Path) -> None:
    from xiaogan_facts.release import to_zip
    from xiaogan_facts.release.snapshot import Snapshot

    to_zip.write(tmp_path / "archive.zip", Snapshot.read(DATAPACKAGE))
    assert compare(DATAPACKAGE, tmp_path / "archive.zip").same


@pytest.mark.slow
def test_the_fact_tables_are_those_of_the_view_of_facts() -> None:
    import xiaogan_facts

    with xiaogan_facts.connect() as connection:
        assert {row[0] for row in connection.execute(FACTS).fetchall()} == set(FACT_TABLES)


@pytest.mark.slow
def test_a_changed_fact_is_told_by_its_sentence_as_it_is_now(archive: Path, changed: Change) -> None:
    new = changed("observations.csv", ",112,8,", ",113,8,")
    difference = compare(archive, new)
    [table] = [table for table in difference.tables if table.kind != "same"]
    [fact] = table.changed
    assert fact.sentence
    assert fact.sentence.en in (archive / "observations.csv").read_text("utf-8")
    text, markdown = as_text(difference), as_markdown(difference)
    assert f"  ~ {fact.key[0]}  {fact.sentence.en} / {fact.sentence.zh}\n      value: 112 -> 113\n" in text
    assert f"`{fact.key[0]}`<br>{fact.sentence.en}<br>{fact.sentence.zh} | `value` | `112` | `113`" in markdown
    [row] = json.loads(as_json(difference))["tables"][0]["changed"]
    assert (row["sentence_en"], row["sentence_zh"]) == (fact.sentence.en, fact.sentence.zh)
    assert difference.counts()["facts"].changed == difference.counts()["rows"].changed == 1


@pytest.mark.slow
def test_a_fact_that_went_is_told_by_its_sentence_as_it_was(archive: Path, changed: Change) -> None:
    line = (archive / "events.csv").read_text("utf-8").splitlines()[1]
    difference = compare(archive, changed("events.csv", line + "\n", ""))
    [fact] = [row for table in difference.tables for row in table.removed]
    assert fact.sentence
    assert fact.sentence.en in line


@pytest.mark.slow
def test_a_version_that_this_program_cannot_read_as_its_archive_is_compared_without_sentences(
    archive: Path, changed: Change
) -> None:
    changed("datapackage.json", '"version": "2.0.0"', '"version": "0.9.0"')
    new = changed("observations.csv", ",112,8,", ",many,8,")
    difference = compare(new, archive)
    assert [row.sentence is None for table in difference.tables for row in table.changed] == [False]
    assert difference.note
    assert difference.note.startswith("the facts of 0.9.0 have no sentence here: observations.csv, line 2: ")
    assert difference.note in as_text(difference)
    assert "Note: ``the facts of 0.9.0" in as_markdown(difference)


def test_rows_that_are_no_facts_are_not_counted_as_facts(archive: Path, changed: Change) -> None:
    counts = compare(archive, changed("units.csv", "percent", "per cent")).counts()
    assert (counts["rows"].changed + counts["rows"].renamed, counts["facts"].changed) == (1, 0)


# Revisions of git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository in which one works, whose folder `datapackage` has changed since the tag v1.0.0."""

    def git(*words: str) -> None:
        own = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True)

    folder = tmp_path / "repository"
    shutil.copytree(FRUITS, folder / "datapackage")
    git("init")
    git("add", ".")
    git("commit", "-m", "one")
    git("tag", "v1.0.0")
    changed, here = FIXTURES / "cell-changed", folder / "datapackage"
    shutil.copytree(changed, here, dirs_exist_ok=True, copy_function=shutil.copyfile)  # git goes by the time of a file
    git("commit", "-am", "two")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize(
    ("old", "new"), [("v1.0.0", "HEAD"), ("HEAD~1:datapackage", "HEAD:datapackage"), ("v1.0.0", "datapackage")]
)
def test_revisions_are_compared(repository: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", old, new]) == 1
    assert "1 changed" in capsys.readouterr().out
    assert cli.main(["diff", new, new]) == 0
    assert sorted(file.name for file in repository.iterdir()) == [".git", "datapackage"]


@pytest.mark.parametrize("name", ["v9.9.9", "--output=stolen", "HEAD:nowhere", "-h"])
def test_what_is_no_revision_is_refused_and_runs_nothing(
    repository: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "--", name, "HEAD"]) == 2
    assert name in capsys.readouterr().err
    assert not (repository / "stolen").exists()


def test_a_file_that_is_there_goes_before_a_revision_of_its_name(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(FRUITS, repository / "v1.0.0")
    (repository / "v1.0.0" / "fruits.csv").write_text("id,name\n", encoding="utf-8")
    assert cli.main(["diff", "v1.0.0", "HEAD"]) != 0
    assert "3 added" in capsys.readouterr().out


@pytest.mark.usefixtures("repository")
def test_without_git_a_revision_is_a_file_that_is_not_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert cli.main(["diff", "v1.0.0", "HEAD"]) == 2
    assert "v1.0.0: No such file or directory" in capsys.readouterr().err
