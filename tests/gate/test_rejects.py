"""The records with errors are written apart, as they are, with their place and every reason."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from tests.gate.packages import field, package
from xiaogan_facts import cli

SCHEMA = {"fields": [field("id", "integer", unique=True), field("grade", enum=["a", "b"]), field("note")]}
TEXT = (
    "id,grade,note\n"
    "1,a,sound\n"
    '2,c,"of two\nlines, and a ""quote"""\n'
    "x,d,two errors\n"
    "3,a\n"
    '4,a,st"ray\n'
    '1,a,"spans\nlines"\n'
    "5,b,sound\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory, with a package in it."""
    monkeypatch.chdir(tmp_path)
    return package(tmp_path, {"schema": SCHEMA}, TEXT)


def rejected(folder: Path, *words: str) -> list[tuple[str, str, str, str]]:
    """The file, line, rules and record of each reject."""
    cli.main(["validate", *(words or ["."]), "--rejects", "rejects.csv"])
    with (folder / "rejects.csv").open(encoding="utf-8", newline="") as file:
        return [(row["file"], row["line"], row["rules"], row["record"]) for row in csv.DictReader(file)]


EXPECTED = [
    ("3", "enum", '2,c,"of two\nlines, and a ""quote"""'),
    ("5", "type, enum", "x,d,two errors"),
    ("6", "cell-missing", "3,a"),
    ("7", "quote-stray", '4,a,st"ray'),
    ("8", "unique", '1,a,"spans\nlines"'),
]


def test_each_bad_record_is_written_once_with_its_place_and_rules(folder: Path) -> None:
    found = rejected(folder)
    assert [(line, rules, record) for _, line, rules, record in found] == EXPECTED
    assert {file for file, *_ in found} == {"data.csv"}


def test_the_reasons_are_those_of_the_report(folder: Path) -> None:
    rejected(folder)
    text = (folder / "rejects.csv").read_text("utf-8")
    assert "id: found 'x', expected an integer like 42 or -7; help: " in text
    assert "the record: expected 3 cells; the record has 2; help: " in text


def test_what_is_ignored_is_not_rejected(folder: Path) -> None:
    lines = [line for _, line, _, _ in rejected(folder, ".", "--ignore", "enum", "--ignore", "unique")]
    assert lines == ["5", "6", "7"]


def test_the_line_of_a_later_cell_of_a_record_that_spans_lines_leads_to_the_record(folder: Path) -> None:
    package(folder, {"schema": {"fields": [field("a"), field("b", "integer")]}}, 'a,b\n"x\ny\nz",q\n1,2\n')
    assert rejected(folder) == [("data.csv", "2", "type", '"x\ny\nz",q')]


def test_rejects_of_several_inputs_are_in_one_file(folder: Path) -> None:
    (folder / "ragged.csv").write_text("a,b\n1\n", encoding="utf-8")
    with gzip.open(folder / "packed.csv.gz", "wb") as file:
        file.write("a,b\ncafé\n".encode("latin-1"))
    found = rejected(folder, "ragged.csv", "packed.csv.gz")
    assert found == [
        ("ragged.csv", "2", "cell-missing", "1"),
        ("packed.csv.gz", "2", "encoding-broken", "caf\\udce9"),
    ]


def test_where_nothing_is_wrong_there_is_only_the_header(folder: Path) -> None:
    (folder / "data.csv").write_text("id,grade,note\n1,a,x\n", encoding="utf-8")
    assert rejected(folder) == []
    assert (folder / "rejects.csv").read_text("utf-8") == "file,line,table,rules,reasons,record\n"


def test_a_file_that_cannot_be_written_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["validate", ".", "--rejects", "nowhere/rejects.csv"]) == 2
    assert "nowhere/rejects.csv: no file can be written there" in capsys.readouterr().err
