"""Keys whose values ascend are remembered by their last value alone, and judged like all others."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from xiaogan_facts.gate.checks.key_tracker import KeysOfTable
from xiaogan_facts.gate.checks.keys import Key
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables import reader
from xiaogan_facts.gate.tables.table import open_table
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

KEY = Key.of(("id",))


def package(folder: Path, kind: str, ids: list[str], key: list[str] | None = None) -> Path:
    schema = {"fields": [{"name": "id", "type": kind}, {"name": "n", "type": "integer"}], "primaryKey": key or ["id"]}
    resource = {"name": "t", "path": "t.csv", "schema": schema}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    (folder / "t.csv").write_text("id,n\n" + "".join(f"{value},{n}\n" for n, value in enumerate(ids)), encoding="utf-8")
    return folder


def gathered(folder: Path) -> KeysOfTable:
    loaded = load(folder)
    table = open_table(loaded, loaded.resources[0])
    keys = KeysOfTable.of(table, {KEY: "unique"}, [])
    for file, batch in table.batches():
        keys.look(table, file, batch)
    return keys


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "BLOCK", 64)
    monkeypatch.setattr(reader, "SMALL", 16)
    monkeypatch.setattr(reader, "BATCH_RECORDS", 10)


@pytest.mark.parametrize(
    ("kind", "ids"),
    [
        ("string", [f"a{n:03}" for n in range(100)]),
        ("integer", [str(n) for n in range(-50, 50)]),
        ("date", [f"20{n:02}-01-01" for n in range(100)]),
    ],
)
def test_of_values_that_ascend_no_hash_is_kept(kind: str, ids: list[str], tmp_path: Path) -> None:
    keys = gathered(package(tmp_path, kind, ids))
    assert keys.ascends(KEY)
    assert keys.stores[KEY].held == 0
    assert validate(tmp_path).valid


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
def test_a_value_that_repeats_after_others_ascended_is_found(
    kind: str, ids: list[str], line: int, also: int, tmp_path: Path
) -> None:
    (problem,) = validate(package(tmp_path, kind, ids)).problems
    assert (problem.rule, problem.line) == ("primaryKey", line)
    assert f"line {also} has it too" in problem.expected


def test_a_value_that_is_missing_ends_the_ascent(tmp_path: Path) -> None:
    ids = [*(f"a{n:03}" for n in range(30)), "", "a000"]
    keys = gathered(package(tmp_path, "string", ids))
    assert not keys.ascends(KEY)
    assert [problem.rule for problem in validate(tmp_path).problems] == ["required", "primaryKey"]


def test_a_malformed_record_does_not_hide_one_that_repeats(tmp_path: Path) -> None:
    folder = package(tmp_path, "string", [*(f"a{n:03}" for n in range(40)), "a005"])
    text = (folder / "t.csv").read_text("utf-8").replace("a003,3\n", "a003\n")
    (folder / "t.csv").write_text(text, encoding="utf-8")
    assert [(p.rule, p.line) for p in validate(folder).problems] == [("cell-missing", 5), ("primaryKey", 42)]


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


def test_a_key_of_two_fields_has_no_order_to_rely_on(tmp_path: Path) -> None:
    folder = package(tmp_path, "string", ["a", "a", "b"], key=["id", "n"])
    loaded = load(folder)
    table = open_table(loaded, loaded.resources[0])
    assert Key.of(("id", "n")).order(table) is None
    assert validate(folder).valid
