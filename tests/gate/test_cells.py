"""Cells: a table's rules are a pandera schema, and whatever the batches, its masks are the problems."""

from __future__ import annotations

import json
import os
import random
import sys
from typing import TYPE_CHECKING, Any

import pandera.polars as pa
import pytest
from pandera.errors import SchemaErrors

from tests.checkout import run
from xiaogan_facts.gate.checks import _cell_rules, _cells, worker
from xiaogan_facts.gate.checks._cell_rules import CellRule, cell_rules
from xiaogan_facts.gate.checks._cells import CellChecks
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


def never(kind: str, argument: object, cells: list[str]) -> list[bool]:
    raise AssertionError(f"the worker is asked a {kind}")


def said(folder: Path) -> list[tuple[Any, ...]]:
    return [(p.rule, p.line, p.column, p.value) for p in validate(folder).problems]


def test_each_rule_is_a_pandera_check_named_by_its_field_and_constraint(tmp_path: Path) -> None:
    loaded = load(package(tmp_path, 10))
    table = open_table(loaded, loaded.resources[0])
    rules, _ = cell_rules(table, never)
    schema = CellChecks(tuple((rule,) for rule in rules)).schema
    assert [check.name for check in schema.checks] == [
        *("id required", "id pattern", "kind required", "kind enum", "size type", "size minimum", "size maximum"),
        *("day type", "day minimum", "word minLength"),
    ]
    (_, batch), *_ = table.batches()
    made = {name: column for rule in rules for name, column in rule.shared.made_of.items()}
    size = [str(cell) for cell in batch.cells["2"]]
    with pytest.raises(SchemaErrors) as errors:
        schema.validate(batch.cells.select(**made), lazy=True)
    masks = {error.check.name: error.check_output.to_series().to_list() for error in errors.value.schema_errors}
    assert masks["size minimum"] == [cell != "1" for cell in size]


def test_the_rules_of_a_wide_table_that_all_hold_are_one_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = package(tmp_path, 6)
    expected = [(p.field, p.rule, p.line) for p in validate(folder).problems]
    made: set[tuple[str | None, str]] = set()

    def noted(rule: CellRule) -> pa.Check:
        made.add((rule.template.field, rule.template.rule))
        return one(rule)

    one = _cells._check
    monkeypatch.setattr(_cells, "_check", noted)
    monkeypatch.setattr(_cells, "RULES_AT_ONCE", 1)
    assert [(p.field, p.rule, p.line) for p in validate(folder).problems] == expected
    assert made == {(field, rule) for field, rule, _ in expected}
    assert 2 < len(made) < 10


@pytest.mark.parametrize(("together", "at_once"), [(99, 500_000), (2, 500_000), (2, 150), (2, 1)])
def test_columns_that_are_described_alike_get_the_same_answers_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, together: int, at_once: int
) -> None:
    kinds: list[dict[str, Any]] = [
        {"type": "integer", "constraints": {"minimum": 2, "maximum": 5, "required": True}},
        {"type": "string", "constraints": {"enum": ["1", "5"]}, "title": "words of its own"},
        {"type": "string", "constraints": {"pattern": "(?=.)[1-5]", "minLength": 1, "jsonSchema": 5}},
        {"type": "integer", "constraints": {"minimum": True, "enum": [1]}},
        {"type": "integer", "constraints": {"minimum": 1, "enum": [1.0]}},
    ]
    fields = [{"name": f"c{n}", **kinds[n % 5]} for n in range(15)]
    dice = random.Random(2)
    lines = [",".join(dice.choice(["1", "5", "6", '"\n"', ""]) for _ in fields) for _ in range(40)]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    text = "".join(f"{line}\n" for line in (",".join(field["name"] for field in fields), *lines))
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    expected = validate(tmp_path).problems
    assert len({(p.rule, p.field) for p in expected}) > 20
    monkeypatch.setattr(_cell_rules, "MANY_ALIKE", together)
    monkeypatch.setattr(_cells, "CELLS_AT_ONCE", at_once)
    assert [*map(str, validate(tmp_path).problems)] == [*map(str, expected)]


def test_the_batches_make_no_difference(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package(tmp_path, 300)
    at_once = said(tmp_path)
    found = {rule for rule, *_ in at_once}
    assert found == {"required", "pattern", "enum", "type", "minimum", "maximum", "minLength"}
    monkeypatch.setattr(reader, "BATCH_RECORDS", 50)
    monkeypatch.setattr(reader, "BLOCK", 512)
    assert said(tmp_path) == at_once


def test_null_in_inline_data_is_missing(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "a", "constraints": {"required": True}}, {"name": "b"}], "missingValues": []}
    data = [["a", "b"], *([["x", str(n % 2)] for n in range(10)]), [None, "1"]]
    resource = {"name": "t", "data": data, "schema": schema}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    assert [(p.rule, p.line) for p in validate(tmp_path).problems] == [("required", 12)]


def test_a_rule_that_cannot_be_evaluated_does_not_keep_the_others_from_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "PATIENCE", 0.5)
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


def test_no_setting_of_the_environment_lets_cells_pass_unseen(tmp_path: Path) -> None:
    folder = package(tmp_path, 50)
    environment = {**os.environ, "PANDERA_VALIDATION_ENABLED": "False", "PANDERA_VALIDATION_DEPTH": "SCHEMA_ONLY"}
    command = [sys.executable, "-m", "xiaogan_facts", "validate", str(folder), "--format", "json"]
    _, out, _ = run(command, environment=environment)
    assert {problem["rule"] for problem in json.loads(out)["problems"]} == {rule for rule, *_ in said(folder)}
