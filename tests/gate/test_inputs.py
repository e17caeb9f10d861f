"""Whatever people hand to the gate is judged, or said in words not to be: tables, schemas, zips, streams, several."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.gate.packages import field, package
from xiaogan_facts import cli

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes as POSIX has them")

SCHEMA = {"fields": [field("id", "integer"), field("name")]}
SOUND, WRONG = "id,name\n1,Ann\n2,Bob\n", "id,name\n1,Ann\nx,Bob\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: a sound and a wrong table, their schema, and two packages."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sound.csv").write_text(SOUND, encoding="utf-8")
    (tmp_path / "wrong.csv").write_text(WRONG, encoding="utf-8")
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    for name, text in (("a", SOUND), ("b", WRONG)):
        (tmp_path / name).mkdir()
        package(tmp_path / name, {"schema": SCHEMA}, text)
    return tmp_path


def judged(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    """The exit code, and the report or reports as JSON."""
    code = cli.main(["validate", *words, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)


def places(report: dict[str, Any]) -> list[tuple[str, str, int | None, int | None]]:
    return [(each["rule"], each["file"], each["line"], each["column"]) for each in report["problems"]]


def test_a_table_alone_is_judged_by_its_shape(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert judged(capsys, "wrong.csv")[0] == 0
    (folder / "ragged.csv").write_text('id,name\n1\n2,"a"b\n', encoding="utf-8")
    code, report = judged(capsys, "ragged.csv")
    assert (code, report["package"]) == (1, "ragged.csv")
    assert places(report) == [("cell-missing", "ragged.csv", 2, 2), ("quote-stray", "ragged.csv", 3, 2)]


def test_a_table_with_a_schema_is_judged_by_its_types(capsys: pytest.CaptureFixture[str]) -> None:
    code, report = judged(capsys, "wrong.csv", "--schema", "schema.json")
    assert (code, report["package"], places(report)) == (1, "wrong.csv", [("type", "wrong.csv", 3, 1)])
    assert judged(capsys, "sound.csv", "--schema", "schema.json")[0] == 0


def test_a_fault_of_the_schema_is_told_in_the_file_of_the_schema(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    elsewhere = folder / "schemas" / "people.json"
    elsewhere.parent.mkdir()
    elsewhere.write_text('{"fields": [{"name": "id", "type": "integr"}, {"name": "name"}]}', encoding="utf-8")
    for words in (["sound.csv", "--schema", "schemas/people.json"], ["schemas/people.json"]):
        code, report = judged(capsys, *words)
        assert code == 1
        assert {each["file"] for each in report["problems"]} == {"schemas/people.json"}
        assert "/resources/" not in json.dumps(report)


def test_a_schema_alone_is_judged(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    assert judged(capsys, "schema.json")[0] == 0
    wrong = {"fields": [field("id", "integer", minimum="one")], "primaryKey": ["idd"]}
    (folder / "wrong.json").write_text(json.dumps(wrong), encoding="utf-8")
    code, report = judged(capsys, "wrong.json")
    assert code == 1
    assert {"constraint-unusable", "key-field-unknown"} <= {each["rule"] for each in report["problems"]}


def test_a_key_into_a_table_that_is_not_given_is_no_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    key = {"fields": ["name"], "reference": {"resource": "people", "fields": ["name"]}}
    (folder / "keyed.json").write_text(json.dumps({**SCHEMA, "foreignKeys": [key]}), encoding="utf-8")
    for words in (["sound.csv", "--schema", "keyed.json"], ["keyed.json"]):
        code, report = judged(capsys, *words)
        assert (code, places(report)) == (0, [("foreignKey-not-checked", "keyed.json", None, None)])


def test_several_are_judged_in_one_run_with_one_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    code, document = judged(capsys, "a", "b", "sound.csv")
    assert (code, document["valid"]) == (1, False)
    assert [report["valid"] for report in document["reports"]] == [True, False, True]
    assert places(document["reports"][1]) == [("type", "b/data.csv", 3, 1)]
    assert cli.main(["validate", "a", "b"]) == 1
    assert capsys.readouterr().out.endswith("\n1 of 2 are valid.\n")


def test_one_that_cannot_be_opened_does_not_keep_the_others_from_being_judged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["validate", "nowhere", "b"]) == 2
    written = capsys.readouterr()
    assert "nowhere: No such file" in written.err
    assert "b/data.csv:3:1" in written.out
    code, document = judged(capsys, "nowhere", "a")
    assert (code, document["valid"], len(document["reports"])) == (2, False, 1)
    assert cli.main(["validate", "nowhere", "a", "--format", "badge"]) == 2
    assert json.loads(capsys.readouterr().out)["message"] == "not judged"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://example.org/datapackage.json", "addresses are not fetched; download it first"),
        ("s3://bucket/data.csv", "only Spark reads this address, if it can; help: give --engine spark"),
    ],
)
def test_an_address_is_printed_as_it_was_given_and_not_fetched(
    capsys: pytest.CaptureFixture[str], address: str, said: str
) -> None:
    assert cli.main(["validate", address]) == 2
    assert f"xiaogan-facts: {address}: {said}" in capsys.readouterr().err


def test_a_zip_of_a_package_is_judged_and_its_files_are_named_in_it(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        for file in ("datapackage.json", "data.csv"):
            archive.write(folder / "b" / file, f"b-1.0/{file}")
    code, report = judged(capsys, "b.zip")
    assert (code, places(report)) == (1, [("type", "b.zip/data.csv", 3, 1)])


def test_a_zip_of_one_table_is_a_packed_table(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with zipfile.ZipFile(folder / "wrong.csv.zip", "w") as archive:
        archive.write(folder / "wrong.csv", "wrong.csv")
    code, report = judged(capsys, "wrong.csv.zip", "--schema", "schema.json")
    assert (code, places(report)) == (1, [("type", "wrong.csv.zip", 3, 1)])


@pytest.mark.parametrize(
    ("text", "words", "file"),
    [
        (WRONG, ["--schema", "schema.json"], "stdin"),
        ('{"id": 1, "name": "a"}\n{"id": 2, "name": "b"}\n{"id": "x"}\n', ["--schema", "schema.json"], "stdin"),
        (json.dumps({"resources": [{"name": "data", "path": "wrong.csv", "schema": SCHEMA}]}), [], "wrong.csv"),
    ],
)
def test_standard_input_is_a_table_or_a_descriptor_of_files_here(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, text: str, words: list[str], file: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    code, report = judged(capsys, "-", *words)
    assert (code, places(report)) == (1, [("type", file, 3, 1)])


@posix
def test_a_table_that_the_user_gives_as_a_link_or_a_pipe_is_read(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    (folder / "a" / "link.csv").symlink_to(folder / "wrong.csv")
    code, report = judged(capsys, "a/link.csv", "--schema", "schema.json")
    assert (code, places(report)) == (1, [("type", "a/link.csv", 3, 1)])
    reader, writer = os.pipe()
    os.write(writer, WRONG.encode())
    os.close(writer)
    code, report = judged(capsys, f"/dev/fd/{reader}", "--schema", "schema.json")
    os.close(reader)
    assert (code, places(report)) == (1, [("type", f"/dev/fd/{reader}", 3, 1)])


@pytest.mark.parametrize("given", ["a", "a/datapackage.json", "schema.json"])
def test_a_schema_is_for_a_table_alone(capsys: pytest.CaptureFixture[str], given: str) -> None:
    assert cli.main(["validate", given, "--schema", "schema.json"]) == 2
    assert "a schema is given for a table alone, and this is none" in capsys.readouterr().err


def test_nothing_is_rewritten_that_is_a_copy(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    with zipfile.ZipFile(folder / "b.zip", "w") as archive:
        for file in ("datapackage.json", "data.csv"):
            archive.write(folder / "b" / file, file)
    before = (folder / "b.zip").read_bytes()
    cli.main(["validate", "b.zip", "--fix"])
    assert "b.zip/data.csv: left as it is: it is a copy" in capsys.readouterr().err
    assert (folder / "b.zip").read_bytes() == before


def test_a_table_in_a_text_file_is_read_as_csv(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    (folder / "b" / "data.csv").rename(folder / "b" / "data.txt")
    package(folder / "b", {"path": "data.txt", "schema": SCHEMA})
    code, report = judged(capsys, "b")
    assert (code, places(report)) == (1, [("type", "b/data.txt", 3, 1)])


def test_a_declared_table_that_was_not_read_is_no_success(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    away = {"name": "away", "path": "https://example.org/data.csv"}
    notes = {"name": "notes", "path": "notes.md"}
    (folder / "a" / "notes.md").write_text("a note", encoding="utf-8")
    package(folder / "a", [{"name": "data", "path": "data.csv"}, away, notes])
    assert cli.main(["validate", "a"]) == 2
    said = capsys.readouterr().out
    assert "p is not judged as a whole: 2 notices in 1 table with 2 records; 1 declared table not read." in said
    assert "--allow-unread" in said
    assert judged(capsys, "a", "--allow-unread")[0] == 0
    package(folder / "a", [{"name": "data", "path": "data.csv"}, notes])
    assert judged(capsys, "a")[0] == 0
