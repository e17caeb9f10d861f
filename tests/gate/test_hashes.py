"""Hashes of keys say the same on disk as in memory, and take no more memory than they are given."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import polars as pl
import pytest

from tests.gate.packages import field, package
from xiaogan_facts.gate.checks import _hashes as hashes
from xiaogan_facts.gate.checks._hashes import HashStore
from xiaogan_facts.validation import validate

if TYPE_CHECKING:
    from pathlib import Path


def store(values: list[int | None], *, distinct: bool = False) -> HashStore:
    made = HashStore(distinct=distinct)
    for start in range(0, len(values), 7):
        made.add(pl.Series(values[start : start + 7], dtype=pl.UInt64))
    return made


@pytest.fixture(params=[10, 1_000_000], ids=["on disk", "in memory"])
def _room(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "IN_MEMORY", request.param)


@pytest.mark.usefixtures("_room")
def test_what_repeats_and_what_is_absent_is_found_wherever_the_hashes_are() -> None:
    dice = random.Random(3)
    here = [dice.choice([None, *range(60)]) for _ in range(100)]
    there = [dice.choice([None, *range(40)]) for _ in range(100)]
    known = [value for value in here if value is not None]
    assert sorted(store(here).repeated()) == sorted({value for value in known if known.count(value) > 1})
    absent = store(here, distinct=True).absent_from(store(there, distinct=True))
    assert sorted(absent) == sorted(set(known) - set(there))
    itself = store(here, distinct=True)
    assert len(itself.absent_from(itself)) == 0


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
