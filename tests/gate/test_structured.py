"""Tables in JSON, JSON lines and Parquet are read exactly, and their faults named by the row or the line."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from tests.gate.packages import field, package, rules, said
from xiaogan_facts import cli
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables import _json_rows
from xiaogan_facts.gate.tables.table import open_table

SCHEMA = {"fields": [field("id", "integer"), field("name")]}


def cells(folder: Path) -> list[tuple[str | None, ...]]:
    """The cells of the only table, as the checks see them."""
    loaded = load(folder)
    return [row for _, batch in open_table(loaded, loaded.resources[0]).batches() for row in batch.cells.rows()]


def table(folder: Path, name: str, content: str, **resource: Any) -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return package(folder, {"path": name, **resource})


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("data.json", '[{"id": 1, "name": "a"}, {"name": "b", "id": "x"}]', 2),
        ("data.json", '[["id", "name"], [1, "a"], ["x", "b"]]', 3),
        ("data.jsonl", '{"id": 1, "name": "a"}\n\n{"name": "b", "id": "x"}\n', 3),
        ("data.ndjson", '["id", "name"]\n[1, "a"]\n["x", "b"]\n', 3),
    ],
)
def test_a_wrong_cell_of_json_is_named_by_its_row_or_line(tmp_path: Path, name: str, content: str, line: int) -> None:
    folder = table(tmp_path, name, content, schema=SCHEMA)
    assert said(folder) == [("type", line, 1)]


def test_numbers_of_json_keep_every_digit(tmp_path: Path) -> None:
    text = '[{"a": 1.10, "b": 12345678901234567890, "c": 1e400, "d": [1.5, {"e": 2.50}], "f": null, "g": true}]'
    folder = table(tmp_path, "data.json", text, type="table")
    assert cells(folder) == [("1.10", "12345678901234567890", "1e400", '[1.5, {"e": 2.5}]', "", "true")]


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("data.json", '[{"id": 1},\n {"id" 2}]', [("descriptor-not-json", 2, None)]),
        ("data.json", '[{"id": NaN}]', [("descriptor-not-json", 1, None)]),
        ("data.json", "[" * 100_000, [("descriptor-not-json", 1, None)]),
        ("data.jsonl", '{"id": 1}\n{"id" 2}\n', [("descriptor-not-json", 2, None)]),
        ("data.json", '{"id": 1}', [("not-checked", None, None)]),
    ],
)
def test_what_is_no_json_of_rows_is_told_at_its_line(tmp_path: Path, name: str, content: str, found: list[Any]) -> None:
    assert said(table(tmp_path, name, content, type="table")) == found


def test_a_json_file_larger_than_the_limit_is_not_read_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_json_rows, "LARGEST", 100)
    folder = table(tmp_path, "data.json", json.dumps([{"id": "x" * 100}]), type="table")
    assert rules(folder) == ["file-too-large"]


def test_a_json_file_that_the_descriptor_does_not_call_a_table_is_left_alone(tmp_path: Path) -> None:
    assert rules(table(tmp_path, "data.json", "[1, 2]")) == ["not-checked"]


def parquet(folder: Path, frame: pl.DataFrame, schema: dict[str, Any] | None = None) -> Path:
    frame.write_parquet(folder / "data.parquet")
    return package(folder, {"path": "data.parquet", **({"schema": schema} if schema else {"type": "table"})})


def test_values_of_parquet_are_written_as_the_standard_writes_them(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "integer": [1, None],
            "number": [0.1 + 0.2, float("inf")],
            "decimal": [Decimal("1.10"), None],
            "date": [datetime.date(2024, 1, 31), None],
            "datetime": [datetime.datetime(2024, 1, 31, 12, 30), None],
            "time": [datetime.time(12, 30), None],
            "boolean": [True, False],
            "list": [[1, 2], None],
            "object": [{"a": "ä"}, {"a": None}],
            "bytes": [b"\xff", None],
        }
    )
    fields = [field(name, "any") for name in frame.columns]
    first, second = cells(parquet(tmp_path, frame, {"fields": fields}))
    assert first == (
        "1", "0.30000000000000004", "1.10", "2024-01-31", "2024-01-31T12:30:00.000000", "12:30:00", "true", "[1, 2]",
        '{"a": "ä"}', "/w==",
    )  # fmt: skip
    assert second == ("", "INF", "", "", "", "", "false", "", '{"a": null}', "")
    kinds = ("integer", "number", "number", "date", "datetime", "time", "boolean", "array", "object", "string")
    typed = [field(name, kind) for name, kind in zip(frame.columns, kinds, strict=True)]
    assert said(parquet(tmp_path, frame, {"fields": typed})) == []


def test_a_wrong_value_of_parquet_is_named_by_its_row(tmp_path: Path) -> None:
    folder = parquet(tmp_path, pl.DataFrame({"id": ["1", "x"], "name": ["a", "b"]}), SCHEMA)
    assert said(folder) == [("type", 2, 1)]


def test_a_parquet_file_without_records_is_a_table(tmp_path: Path) -> None:
    folder = parquet(tmp_path, pl.DataFrame({"id": [], "name": []}), SCHEMA)
    assert said(folder) == []


def test_a_damaged_parquet_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    folder = parquet(tmp_path, pl.DataFrame({"id": [1], "name": ["a"]}), SCHEMA)
    whole = (folder / "data.parquet").read_bytes()
    for broken in (whole[:-20], whole[:4] + bytes(len(whole) - 12) + whole[-8:], b"id,name\n"):
        (folder / "data.parquet").write_bytes(broken)
        assert rules(folder) == ["archive-damaged"]


@pytest.mark.parametrize("name", ["data.json", "data.jsonl", "data.parquet"])
def test_such_a_table_alone_is_judged_and_never_rewritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    frame = pl.DataFrame({"id": ["x"], "name": ["b"]})
    if name == "data.parquet":
        frame.write_parquet(tmp_path / name)
    elif name == "data.json":
        frame.write_json(tmp_path / name)
    else:
        frame.write_ndjson(tmp_path / name)
    (tmp_path / "schema.json").write_text(json.dumps(SCHEMA), encoding="utf-8")
    before = (tmp_path / name).read_bytes()
    words = [str(tmp_path / name), "--schema", str(tmp_path / "schema.json"), "--fix", "--format", "json"]
    assert cli.main(["validate", *words]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["rule"], problem["line"], problem["column"]) == ("type", 1, 1)
    assert (tmp_path / name).read_bytes() == before
