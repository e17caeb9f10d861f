"""Keys that repeat are found however many batches, files and malformed records lie between."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from xiaogan_facts.gate.tables import reader
from xiaogan_facts.gate.tables.table import Table
from xiaogan_facts.validation import validate


def package(folder: Path, kind: str, ids: list[str], key: list[str] | None = None) -> Path:
    schema = {"fields": [{"name": "id", "type": kind}, {"name": "n", "type": "integer"}], "primaryKey": key or ["id"]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    (folder / "t.csv").write_text("id,n\n" + "".join(f"{value},{n}\n" for n, value in enumerate(ids)), encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 64)
    monkeypatch.setattr(reader, "SMALL", 16)
    monkeypatch.setattr(reader, "BATCH_RECORDS", 10)


@pytest.mark.parametrize(
    ("kind", "ids", "line", "also"),
    [
        ("string", [*(f"a{n:03}" for n in range(60)), "a000"], 62, 2),  # as long ago as can be
        ("string", [*(f"a{n:03}" for n in range(60)), "a059"], 62, 61),
        ("string", [*(f"a{n:03}" for n in range(20)), "a019", *(f"a{n:03}" for n in range(20, 60))], 22, 21),
        ("integer", [*(str(n) for n in range(60)), "007"], 62, 9),
        ("integer", [str(9 * 10**30), *(str(n) for n in range(60)), "+9" + "0" * 30], 63, 2),  # beyond 64 bits
        ("string", ["b", "b"], 3, 2),
    ],
)
def test_a_value_that_repeats_is_found(kind: str, ids: list[str], line: int, also: int, tmp_path: Path) -> None:
    (problem,) = validate(package(tmp_path, kind, ids)).problems
    assert (problem.rule, problem.line) == ("primaryKey", line)
    assert f"line {also} has it too" in problem.expected


def test_a_key_that_is_missing_repeats_no_other(tmp_path: Path) -> None:
    ids = [*(f"a{n:03}" for n in range(30)), "", "a000", ""]
    found = [problem.rule for problem in validate(package(tmp_path, "string", ids)).problems]
    assert found == ["required", "primaryKey", "required"]


def test_a_table_may_have_hundreds_of_keys(tmp_path: Path) -> None:
    fields = [{"name": f"c{n}", "type": "string", "constraints": {"unique": True}} for n in range(400)]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    rows = [[f"{row}" for _ in fields] for row in range(5)]
    rows[4][300] = "1"
    text = "".join(",".join(row) + "\n" for row in ([f"c{n}" for n in range(400)], *rows))
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    assert [(p.rule, p.field, p.line) for p in validate(tmp_path).problems] == [("unique", "c300", 6)]


def test_a_malformed_record_does_not_hide_one_that_repeats(tmp_path: Path) -> None:
    folder = package(tmp_path, "string", [*(f"a{n:03}" for n in range(40)), "a005"])
    text = (folder / "t.csv").read_text("utf-8").replace("a003,3\n", "a003\n")
    (folder / "t.csv").write_text(text, encoding="utf-8")
    assert [(p.rule, p.line) for p in validate(folder).problems] == [("cell-missing", 5), ("primaryKey", 42)]


@pytest.mark.parametrize(("fault", "columns"), [("", [0]), ("a003\n", None), ('"a\n3",3\n', None)])
def test_the_column_of_a_key_is_read_again_alone_where_each_line_is_a_sound_record(
    fault: str, columns: list[int] | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = package(tmp_path, "string", [*(f"a{n:03}" for n in range(40)), "a005"])
    text = (folder / "t.csv").read_text("utf-8").replace("a003,3\n", fault or "a003,3\n")
    (folder / "t.csv").write_text(text, encoding="utf-8")
    asked, batches = [], Table.batches

    def noted(self: Table, only: Sequence[int] | None = None) -> Iterator[tuple[str, reader.Batch]]:
        asked.append(only)
        return batches(self, only)

    monkeypatch.setattr(Table, "batches", noted)
    (problem,) = [each for each in validate(folder).problems if each.rule == "primaryKey"]
    line = 42 + ("\n3" in fault)
    assert (problem.line, f"line {line - 35} has it too" in problem.expected) == (line, True)
    assert asked == [None, columns]


def test_what_repeats_a_record_of_another_file_says_which(tmp_path: Path) -> None:
    folder = package(tmp_path, "string", ["a", "b"])
    (folder / "more.csv").write_text("id,n\nc,1\nb,2\nc,3\n", encoding="utf-8")
    descriptor = (folder / "datapackage.json").read_text("utf-8").replace('"t.csv"', '["t.csv", "more.csv"]')
    (folder / "datapackage.json").write_text(descriptor, encoding="utf-8")
    said = [(p.file, p.line, p.expected.partition("; ")[2]) for p in validate(folder).problems]
    assert said == [
        ("more.csv", 3, "line 3 of t.csv has it too"),
        ("more.csv", 4, "line 2 has it too"),
    ]


@pytest.mark.parametrize(("refers", "found"), [("1e400", True), ("1e-400", True), ("-1e400", True), ("0e5", False)])
def test_numbers_beyond_those_of_floats_refer_to_no_others(refers: str, found: bool, tmp_path: Path) -> None:
    schema = {"fields": [{"name": "n", "type": "number"}]}
    key = {"fields": ["n"], "reference": {"resource": "u", "fields": ["n"]}}
    here = {"name": "t", "path": "t.csv", "schema": {**schema, "foreignKeys": [key]}}
    there = {"name": "u", "data": [["n"], ["INF"], ["-INF"], ["0"], ["1e401"], ["1e-401"]], "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [here, there]}), encoding="utf-8")
    (tmp_path / "t.csv").write_text(f"n\n{refers}\nINF\n-0.0\n10e400\n", encoding="utf-8")
    assert [(p.rule, p.value) for p in validate(tmp_path).problems] == [("foreignKey", refers)] * found
