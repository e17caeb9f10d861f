"""Hashes of keys say the same on disk as in memory, and take no more memory than they are given."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.gate.packages import field, package
from xiaogan_facts.gate.checks import _hashes as hashes
from xiaogan_facts.gate.checks import _keys as keys
from xiaogan_facts.gate.checks import all_tables
from xiaogan_facts.gate.checks._hashes import NARROW, WIDE, HashStore, Tracking, halves, whole
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from pathlib import Path


def store(values: list[int | None], *, distinct: bool = False, wide: bool = False) -> HashStore:
    made = HashStore(Tracking(distinct, wide))
    for start in range(0, len(values), 7):
        made.add(pl.Series(values[start : start + 7], dtype=made.tracking.dtype))
    return made


@pytest.fixture(params=[10, 1_000_000], ids=["on disk", "in memory"])
def _room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "IN_MEMORY", request.param)


@pytest.mark.parametrize("wide", [False, True])
@pytest.mark.usefixtures("_room")
def test_what_repeats_and_what_is_absent_is_found_wherever_the_hashes_are(wide: bool) -> None:
    dice = random.Random(3)
    step = (2**64 if wide else 1) + 2**60  # hashes that differ in either half
    here = [dice.choice([None, *range(0, 15 * step, step), *range(45)]) for _ in range(100)]
    there = [dice.choice([None, *range(0, 10 * step, step), *range(30)]) for _ in range(100)]
    known = [value for value in here if value is not None]
    repeated = store(here, wide=wide).repeated()
    assert sorted(repeated) == sorted({value for value in known if known.count(value) > 1})
    absent = store(here, distinct=True, wide=wide).absent_from(store(there, distinct=True, wide=wide))
    assert sorted(absent) == sorted(set(known) - set(there))
    assert {repeated.dtype, absent.dtype} == {WIDE if wide else NARROW}
    itself = store(here, distinct=True, wide=wide)
    assert len(itself.absent_from(itself)) == 0


@pytest.mark.parametrize("kind", [NARROW, WIDE])
def test_hashes_are_made_of_their_halves_again(kind: pl.DataType) -> None:
    most = 2 ** (64 if kind == NARROW else 128) - 1
    for values in ([0, 1, 2**64 - 1, most - 2**63, most], []):
        hashes = pl.Series("hash", values, kind)
        assert set(halves(hashes).dtypes) == {NARROW}
        assert whole(halves(hashes)).equals(hashes, check_dtypes=True)


@pytest.mark.parametrize("kind", ["string", "integer", "number", "datetime"])
@pytest.mark.parametrize("looked_up", [0, 100_000], ids=["compared at the end", "looked up"])
@pytest.mark.parametrize("blind", [0, 1])
def test_a_reference_to_nothing_is_not_hidden_by_a_chance_hit_of_64_bits(
    blind: int, looked_up: int, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "_half", lambda values, seed: values.hash(seed) * int(seed != blind))
    monkeypatch.setattr(all_tables, "MOST_LOOKED_UP", looked_up)
    cells = {"integer": "{}", "number": "{}.5", "datetime": "2020-01-0{}T00:00:00Z"}.get(kind, "a{}")
    schema = {"fields": [field("of", kind), field("n", "integer")]}
    there = {"name": "u", "data": [["of", "n"], [cells.format(1), 2], [cells.format(3), 4]], "schema": schema}
    for names in (["of"], ["of", "n"]):
        refers = {**schema, "foreignKeys": [{"fields": names, "reference": {"resource": "u", "fields": names}}]}
        here = {"name": "t", "path": "data.csv", "schema": refers}
        theirs = package(tmp_path, [here, there], f"of,n\n{cells.format(1)},2\n{cells.format(2)},2\n")
        assert [(problem.rule, problem.line) for problem in validate(theirs).problems] == [("foreignKey", 3)]


def test_distinct_hashes_that_are_few_stay_in_memory_however_often_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "IN_MEMORY", 10)
    made = store([1, 2, 3] * 50, distinct=True)
    assert made.spilled is None
    assert made.held <= 13


def test_a_malformed_record_takes_no_part_in_keys(tmp_path: Path) -> None:
    schema = {"fields": [field("id"), field("n")], "primaryKey": ["id"]}
    theirs = package(tmp_path, {"schema": schema}, "id,n\na,1\nb\na,2\nb,1,1\nb,2\n")
    said = [(problem.rule, problem.line) for problem in validate(theirs).problems]
    assert said == [("cell-missing", 3), ("primaryKey", 4), ("cell-extra", 5)]


@pytest.mark.usefixtures("_room")
def test_keys_are_judged_alike_on_disk_and_in_memory(tmp_path: Path) -> None:
    within = {"fields": ["parent"], "reference": {"resource": "", "fields": ["id"]}}
    fields = [field("id", "integer"), field("parent", "integer")]
    schema = {"fields": fields, "primaryKey": ["id"], "foreignKeys": [within]}
    rows = [f"{n},{n // 2}" for n in range(1, 50)] + ["50,99", "7,1"]
    theirs = package(tmp_path, {"schema": schema}, "id,parent\n" + "\n".join(rows).replace("1,0", "1,") + "\n")
    said = [(problem.rule, problem.line, problem.value) for problem in validate(theirs).problems]
    assert said == [("foreignKey", 51, "99"), ("primaryKey", 52, "7")]
