"""Makes the package that the benchmarks judge: entities (50,000 records) and observations, as many as asked for.

An observation has 12 columns and about 104 bytes: patterns, code lists, a date, bounds, a key and a foreign key.
`wrong` plants that many errors, one a record, spread evenly over the file and over six kinds.
"""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

ENTITIES = 50_000
UNITS = ("CNY", "percent", "item", "mu", "t")
TYPES = ("actual", "target", "forecast")
STATUS = ("A", "B", "C", "D")


def _field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": constraints}


ENTITY_FIELDS = [
    _field("entity_id", required=True, pattern="e[0-9]{6}"),
    _field("kind", required=True, enum=["person", "company", "place", "project"]),
    _field("name", required=True, minLength=3),
]
OBSERVATION_FIELDS = [
    _field("observation_id", required=True, pattern="o[0-9]{9}"),
    _field("entity_id", required=True, pattern="e[0-9]{6}"),
    _field("indicator", required=True, pattern="[a-z]+(-[a-z]+)*"),
    _field("value", "number", required=True, minimum=0),
    _field("multiplier", "integer", minimum=0, maximum=12),
    _field("unit", required=True, enum=list(UNITS)),
    _field("value_type", required=True, enum=list(TYPES)),
    _field("published", "date", required=True, minimum="1990-01-01"),
    _field("position", "integer", minimum=1),
    _field("of", "integer", minimum=1),
    _field("status", required=True, enum=list(STATUS)),
    _field("note", maxLength=80),
]
INDICATORS = ("total-investment", "registered-capital", "revenue-growth", "annual-output", "patents-granted")
NOTES = ("", "near the printed figure", "as printed", "")


def make(folder: Path, records: int, wrong: int = 0) -> Path:
    """Write the package into a folder and return its descriptor's path. Same arguments, same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(records)
    kinds = ENTITY_FIELDS[1]["constraints"]["enum"]
    with (folder / "entities.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write("entity_id,kind,name\n")
        file.writelines(f"e{n:06},{kinds[n % 4]},entity number {n}\n" for n in range(ENTITIES))
    every = records // wrong if wrong else 0
    with (folder / "observations.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(field["name"] for field in OBSERVATION_FIELDS) + "\n")
        for n in range(records):
            cells = _observation(n, dice)
            if every and n % every == 0 and n // every < wrong:
                _spoil(cells, n // every)
            file.write(",".join(cells) + "\n")
    key = {"fields": ["entity_id"], "reference": {"resource": "entities", "fields": ["entity_id"]}}
    entities = {"fields": ENTITY_FIELDS, "primaryKey": ["entity_id"]}
    observations = {"fields": OBSERVATION_FIELDS, "primaryKey": ["observation_id"], "foreignKeys": [key]}
    return _write(folder, [_resource("entities", entities), _resource("observations", observations)])


def make_many(folder: Path, tables: int = 500, records: int = 20) -> Path:
    """Write a package of many tables with few observations each, and return its descriptor's path."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(tables)
    for table in range(tables):
        with (folder / f"table{table}.csv").open("w", encoding="utf-8", newline="\n") as file:
            file.write(",".join(field["name"] for field in OBSERVATION_FIELDS) + "\n")
            file.writelines(",".join(_observation(n, dice)) + "\n" for n in range(records))
    schema = {"fields": OBSERVATION_FIELDS, "primaryKey": ["observation_id"]}
    resources = [_resource(f"table{table}", schema) for table in range(tables)]
    return _write(folder, resources)


def _observation(n: int, dice: random.Random) -> list[str]:
    roll = dice.getrandbits(40)
    position = roll % 21 + 1
    return [
        f"o{n:09}",
        f"e{roll % ENTITIES:06}",
        INDICATORS[roll % 5],
        f"{roll % 100_000 / 100}",
        str(roll % 13),
        UNITS[roll % 5],
        TYPES[roll % 3],
        f"{1990 + roll % 34}-{roll % 12 + 1:02}-{roll % 28 + 1:02}",
        str(position),
        str(position + roll % 9),
        STATUS[roll % 4],
        NOTES[roll % 4],
    ]


def _spoil(cells: list[str], number: int) -> None:
    column, value = ((3, "many"), (5, "EUR"), (7, "2023-02-30"), (8, "0"), (1, "e999999"), (6, ""))[number % 6]
    cells[column] = value


def _resource(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "table", "path": f"{name}.csv", "encoding": "utf-8", "schema": schema}


def _write(folder: Path, resources: list[dict[str, Any]]) -> Path:
    schema = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": schema, "name": "benchmark", "resources": resources}
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor, indent=2) + "\n", encoding="utf-8")
    return path
