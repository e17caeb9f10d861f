"""Small changes to the fixtures, some in each run and thousands with `XIAOGAN_FUZZ=50`: none breaks the gate.

A change to a sound table that makes it unsound is found, at its line.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gate.standing.invariants import judged

FIXTURES = Path(__file__).parents[1] / "fixtures"
TIMES = int(os.environ.get("XIAOGAN_FUZZ", "1"))

Change = Callable[[bytes, random.Random], bytes]


def _without_a_byte(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw) or 1)
    return raw[:place] + raw[place + 1 :]


def _with_a_byte(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw) + 1)
    return raw[:place] + dice.choice([b'"', b",", b"\n", b"\r", b"\0", b"\xff", b"{", b"-", b" "]) + raw[place:]


def _with_a_bit_flipped(raw: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(raw) or 1)
    flipped = bytes([raw[place] ^ 1 << dice.randrange(8)]) if raw else b""
    return raw[:place] + flipped + raw[place + 1 :]


def _with_lines_swapped(raw: bytes, dice: random.Random) -> bytes:
    lines = raw.splitlines(keepends=True)
    dice.shuffle(lines)
    return b"".join(lines)


def _cut_short(raw: bytes, dice: random.Random) -> bytes:
    return raw[: dice.randrange(len(raw) + 1)]


def _doubled(raw: bytes, dice: random.Random) -> bytes:
    return raw * dice.randrange(2, 4)


CHANGES: list[Change] = [
    _without_a_byte,
    _with_a_byte,
    _with_a_bit_flipped,
    _with_lines_swapped,
    _cut_short,
    _doubled,
]


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_no_change_to_a_fixture_breaks_the_gate(change: Change, tmp_path: Path) -> None:
    dice = random.Random(change.__name__)
    for fixture in sorted(FIXTURES.iterdir()):
        if not fixture.is_dir() or "backtracks" in fixture.name:
            continue
        for time in range(TIMES):
            folder = tmp_path / f"{fixture.name}-{time}"
            shutil.copytree(fixture, folder)
            files = sorted(file for file in folder.rglob("*") if file.is_file())
            if TIMES == 1 and dice.random() < 0.5:  # every other fixture, each time another half
                continue
            file = dice.choice(files)
            file.write_bytes(change(file.read_bytes(), dice))
            if any((folder / name).is_file() for name in ("datapackage.json", "datapackage.yaml")):
                judged(folder)


ROWS = [f"{n},name {n},2024-01-{n % 28 + 1:02},{n}.5" for n in range(1, 40)]
HEADER = "id,name,day,price"
SCHEMA = (
    '{"resources": [{"name": "t", "path": "t.csv", "schema": {"primaryKey": "id", "fields": ['
    '{"name": "id", "type": "integer"}, {"name": "name", "type": "string", "constraints": {"required": true}}, '
    '{"name": "day", "type": "date"}, {"name": "price", "type": "number", "constraints": {"minimum": 0}}]}}]}'
)
WOUNDS: dict[str, Callable[[list[str]], list[str]]] = {
    "type": lambda cells: ["x", *cells[1:]],
    "cell-missing": lambda cells: cells[:-1],
    "cell-extra": lambda cells: [*cells, "more"],
    "quote-stray": lambda cells: [cells[0], 'na"me', *cells[2:]],
    "required": lambda cells: [cells[0], "", *cells[2:]],
    "primaryKey": lambda cells: ["1", *cells[1:]],
    "minimum": lambda cells: [*cells[:3], "-1"],
    "nul-character": lambda cells: [cells[0], "\0", *cells[2:]],
    "row-blank": lambda cells: [],
}


@pytest.mark.parametrize("rule", WOUNDS)
def test_a_wound_is_found_at_its_line_and_nothing_else_is(rule: str, tmp_path: Path) -> None:
    dice = random.Random(rule)
    (tmp_path / "datapackage.json").write_text(SCHEMA, encoding="utf-8")
    for _ in range(3 * TIMES):
        at = dice.randrange(1, len(ROWS))
        rows = [*ROWS]
        rows[at] = ",".join(WOUNDS[rule](rows[at].split(",")))
        (tmp_path / "t.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        assert [(each.rule, each.line) for each in judged(tmp_path).problems] == [(rule, at + 2)]
