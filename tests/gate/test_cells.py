"""Cells judged once where they are equal: the same problems as judged one by one."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from xiaogan_facts.gate.checks import cells, patterns
from xiaogan_facts.gate.checks.cell_rules import cell_rules
from xiaogan_facts.gate.checks.cells import CellChecks
from xiaogan_facts.gate.checks.worker import TooSlowError
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables import reader
from xiaogan_facts.gate.tables.table import open_table
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "a[0-9]+"}},
    {"name": "kind", "type": "string", "constraints": {"required": True, "enum": ["x", "y"]}, "missingValues": ["-"]},
    {"name": "size", "type": "integer", "constraints": {"minimum": 2, "maximum": 5}},
    {"name": "day", "type": "date", "constraints": {"minimum": "2000-01-01"}},
    {"name": "word", "type": "string", "constraints": {"minLength": 2}, "missingValues": []},
]
CHOICES = (["x", "y", "-", "", "z"], ["1", "2", "5", "6", "", "many"], ["2024-01-31", "1999-01-01", "2024-02-30", ""])


def package(folder: Path, records: int, seed: int = 1) -> Path:
    dice = random.Random(seed)
    rows = []
    for n in range(records):
        first = "" if dice.random() < 0.01 else f"a{n}" if dice.random() < 0.99 else "b"
        rows.append([first, *map(dice.choice, CHOICES), dice.choice(["", "u", "uv", '"u\nv"'])])
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": FIELDS}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    text = "".join(",".join(row) + "\n" for row in [[field["name"] for field in FIELDS], *rows])
    (folder / "t.csv").write_text(text, encoding="utf-8")
    return folder


def said(folder: Path) -> list[tuple[Any, ...]]:
    return [(p.rule, p.line, p.column, p.value) for p in validate(folder).problems]


@pytest.mark.parametrize("batch", [50, 1000])
def test_equal_cells_judged_once_give_the_same_problems_as_all_cells(
    batch: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package(tmp_path, 300)
    one_by_one = said(tmp_path)
    assert {rule for rule, *_ in one_by_one} == {
        "required",
        "pattern",
        "enum",
        "type",
        "minimum",
        "maximum",
        "minLength",
    }
    monkeypatch.setattr(cells, "_MANY", 20)
    monkeypatch.setattr(cells, "_SAMPLE", 20)
    monkeypatch.setattr(reader, "BATCH_RECORDS", batch)
    monkeypatch.setattr(reader, "BLOCK", 512)
    assert said(tmp_path) == one_by_one


def test_columns_of_few_different_cells_are_told_from_the_others(tmp_path: Path) -> None:
    folder = package(tmp_path, 20_000)
    loaded = load(folder)
    table = open_table(loaded, loaded.resources[0])
    rules, _ = cell_rules(table)
    (_, batch), *_ = table.batches()
    looks = CellChecks.of(rules, batch.cells).looks
    assert [(look.each_once, look.columns) for look in looks] == [(False, ("0",)), (True, ("1", "2", "3", "4"))]
    assert not any(look.each_once for look in CellChecks.of(rules, batch.cells.head(100)).looks)


def test_a_filler_among_many_different_cells_does_not_make_them_few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "_MANY", 100)
    column = [str(n) if n % 3 else "filler" for n in range(3000)]
    assert cells._columns_of_few(pl.DataFrame({"0": column, "1": ["same"] * 3000})) == {"1"}


def test_null_in_inline_data_is_missing_and_not_filled_up_from_the_cells_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cells, "_MANY", 4)
    schema = {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}], "missingValues": []}
    data = [["a", "b"], *([["x", str(n % 2)] for n in range(10)]), [None, "1"]]
    resource = {"name": "t", "data": data, "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    assert [(p.rule, p.line) for p in validate(tmp_path).problems] == [("required", 12)]


def test_a_rule_that_cannot_be_put_does_not_keep_the_others_from_it(tmp_path: Path) -> None:
    fields = [
        {"name": "a", "type": "string", "constraints": {"pattern": "(?=(x+x+)+y)x+"}},  # only Python's engine takes it
        {"name": "b", "type": "integer", "constraints": {"minimum": 1}},
    ]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    (tmp_path / "t.csv").write_text(f"a,b\n{'x' * 40},1\ny,0\n", encoding="utf-8")
    assert sorted(p.rule for p in validate(tmp_path).problems) == ["minimum", "pattern-not-checked"]


def test_the_problems_of_a_rule_stand_together_however_many_batches_they_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xiaogan_facts.gate.report.as_text import as_text

    monkeypatch.setattr(reader, "BATCH_RECORDS", 50)
    monkeypatch.setattr(reader, "BLOCK", 512)
    report = validate(package(tmp_path, 300))
    heads = [line for line in as_text(report) if line.startswith("  error")]
    assert len(heads) == len(set(heads)) > 5


def test_two_fields_of_one_name_share_a_column_and_keep_their_own_rules(tmp_path: Path) -> None:
    fields = [
        {"name": "a", "type": "integer", "constraints": {"minimum": 5}},
        {"name": "a", "type": "integer", "constraints": {"maximum": 9}, "missingValues": ["2"]},
    ]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields, "fieldsMatch": "subset"}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    (tmp_path / "t.csv").write_text("a\n6\n2\n", encoding="utf-8")
    found = [(p.rule, p.value) for p in validate(tmp_path).problems if p.severity == "error"]
    assert found == [("minimum", "2")]


def test_a_rule_that_answers_once_and_then_no_more_is_said_not_to_be_checked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def ask(kind: str, argument: str, values: list[str]) -> list[bool]:
        asked.append(len(values))
        if len(asked) > 1:
            raise TooSlowError("no answer")
        return [False] * len(values)

    monkeypatch.setattr(patterns, "ask", ask)
    fields = [{"name": "a", "type": "string", "constraints": {"pattern": "(?=a).*"}}]  # only Python's engine takes it
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    (tmp_path / "t.csv").write_text("a\nb\n", encoding="utf-8")
    (problem,) = validate(tmp_path).problems
    assert problem.rule == "pattern-not-checked"
    assert problem.expected.endswith("that could not be checked (no answer within 10 seconds)")
