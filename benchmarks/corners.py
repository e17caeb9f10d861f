"""Measures what a cell costs by its type, format or constraint, each in a table of its own, and prints a line for each.

    python benchmarks/corners.py [--records N] [--rounds N] [--only WORD …] [--save JSON] [--compare JSON]

A table has one column, whose cells are different as far as its type allows. From the CPU seconds of a run, the best of
several rounds, those for a table of one record are taken; what is left is divided by the records. `more` is the cost
beyond that of the same cells as type `any`: of what the field says of them.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peers import run, us

if TYPE_CHECKING:
    from collections.abc import Callable

DICE = random.Random(5)
START = datetime(1990, 1, 1)


def _hexadecimal(digits: int) -> str:
    return f"{DICE.getrandbits(4 * digits):0{digits}x}"


def _whole(bits: int = 30) -> str:
    return str(DICE.getrandbits(bits))


def _moment(form: str) -> Callable[[], str]:
    return lambda: (START + timedelta(seconds=DICE.randrange(10**9))).strftime(form)


def _duration() -> str:
    years, months, days, hours, minutes, seconds = (DICE.randrange(most) for most in (90, 12, 30, 24, 60, 60))
    return f"P{years}Y{months}M{days}DT{hours}H{minutes}M{seconds}S"


def _degrees(most: int) -> str:
    return f"{DICE.uniform(-most, most):.4f}"


def _three(separator: str, item: Callable[[], str]) -> str:
    return separator.join(item() for _ in range(3))


def _field(kind: str, constraints: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
    return {"name": "a", "type": kind, "constraints": constraints or {}, **properties}


def _small() -> str:
    return _whole(20)


def _text() -> str:
    return _hexadecimal(12)


def _long() -> str:
    return str(10**19 + DICE.getrandbits(40))


def _exact() -> str:
    return f"{DICE.random() * 1e3:.15f}"


def _object() -> str:
    return f'{{"a": {_whole()}, "b": "{_hexadecimal(5)}"}}'


def _array() -> str:
    return f"[{_three(', ', _small)}]"


def _uuid() -> str:
    return "-".join(map(_hexadecimal, (8, 4, 4, 4, 12)))


STANDARD = _moment("%Y-%m-%dT%H:%M:%SZ")
SPACED = _moment("%Y-%m-%d %H:%M:%S")
SCHEMA = {"type": "object", "required": ["a"]}
LISTED = {"delimiter": ";"}
Case = tuple["Callable[[], str]", dict[str, Any]]
TYPES: dict[str, Case] = {
    "string, email": (lambda: f"{_text()}@example.org", _field("string", format="email")),
    "string, uri": (lambda: f"https://example.org/{_text()}", _field("string", format="uri")),
    "string, uuid": (_uuid, _field("string", format="uuid")),
    "string, binary": (lambda: _hexadecimal(8), _field("string", format="binary")),
    "integer": (_whole, _field("integer")),
    "integer, groupChar": (lambda: f"{DICE.getrandbits(30):,}", _field("integer", groupChar=",")),
    "integer, bareNumber false": (lambda: f"{_whole()} km", _field("integer", bareNumber=False)),
    "integer of 20 digits": (_long, _field("integer")),
    "number": (lambda: f"{DICE.random() * 1e6:.4f}", _field("number")),
    "number, bareNumber false": (lambda: f"€{DICE.random() * 1e6:.2f}", _field("number", bareNumber=False)),
    "date": (_moment("%Y-%m-%d"), _field("date")),
    "date, %d/%m/%Y": (_moment("%d/%m/%Y"), _field("date", format="%d/%m/%Y")),
    "time": (_moment("%H:%M:%S"), _field("time")),
    "datetime": (STANDARD, _field("datetime")),
    "datetime, %Y-%m-%d %H:%M:%S": (SPACED, _field("datetime", format="%Y-%m-%d %H:%M:%S")),
    "datetime, %d %B %Y %I:%M:%S %p": (
        _moment("%d %B %Y %I:%M:%S %p"),
        _field("datetime", format="%d %B %Y %I:%M:%S %p"),
    ),
    "datetime, any": (SPACED, _field("datetime", format="any")),
    "year": (lambda: str(DICE.randrange(1000, 2030)), _field("year")),
    "yearmonth": (lambda: f"{DICE.randrange(1000, 99999)}-{DICE.randrange(1, 13):02}", _field("yearmonth")),
    "duration": (_duration, _field("duration")),
    "object": (_object, _field("object")),
    "array": (_array, _field("array")),
    "list": (lambda: _three(";", _small), _field("list", **LISTED)),
    "list of integers": (lambda: _three(";", _small), _field("list", **LISTED, itemType="integer")),
    "geopoint": (lambda: f"{_degrees(180)}, {_degrees(90)}", _field("geopoint")),
    "geojson": (
        lambda: f'{{"type": "Point", "coordinates": [{_degrees(180)}, {_degrees(90)}]}}',
        _field("geojson"),
    ),
}
CONSTRAINTS: dict[str, Case] = {
    "pattern": (_text, _field("string", {"pattern": "[0-9a-f]{12}"})),
    "pattern with a look-ahead": (_text, _field("string", {"pattern": "(?=.)[0-9a-f]{12}"})),
    "enum": (lambda: DICE.choice("abcde"), _field("string", {"enum": list("abcde")})),
    "datetime, enum": (STANDARD, _field("datetime", {"enum": ["2024-01-31T00:00:00Z"]})),
    "unique": (_text, _field("string", {"unique": True})),
    "number of 15 decimals, unique": (_exact, _field("number", {"unique": True})),
    "datetime, unique": (STANDARD, _field("datetime", {"unique": True})),
    "integer, minimum": (_whole, _field("integer", {"minimum": 0})),
    "integer of 20 digits, minimum": (_long, _field("integer", {"minimum": 0})),
    "time, minimum": (_moment("%H:%M:%S"), _field("time", {"minimum": "00:00:00"})),
    "datetime, minimum": (STANDARD, _field("datetime", {"minimum": "1980-01-01T00:00:00Z"})),
    "yearmonth, minimum": (
        lambda: f"{DICE.randrange(1000, 99999)}-{DICE.randrange(1, 13):02}",
        _field("yearmonth", {"minimum": "1000-01"}),
    ),
    "duration, minimum": (_duration, _field("duration", {"minimum": "P0Y"})),
    "list, minLength": (lambda: _three(";", _small), _field("list", {"minLength": 1}, **LISTED)),
    "array, maxLength": (_array, _field("array", {"maxLength": 9})),
    "object, jsonSchema": (_object, _field("object", {"jsonSchema": SCHEMA})),
}
CASES = {**TYPES, **CONSTRAINTS}


def make(folder: Path, cells: list[str], field: dict[str, Any]) -> Path:
    """Write a package of one table with these cells, and return its folder."""
    folder.mkdir(parents=True, exist_ok=True)
    quoted = ('"' + cell.replace('"', '""') + '"' if '"' in cell or "," in cell else cell for cell in cells)
    with (folder / "t.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{cell}\n" for cell in ("a", *quoted))
    resource = {"name": "t", "type": "table", "path": "t.csv", "schema": {"fields": [field]}}
    standard = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": standard, "name": "corners", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def measure(name: str, records: int, rounds: int, folder: Path) -> dict[str, float]:
    """Return the nanoseconds a cell of a case: in `all`, and `more` than those of type any."""
    make_cell, field = CASES[name]
    DICE.seed(5)
    cells = [make_cell() for _ in range(records)]

    def cost(described: dict[str, Any]) -> float:
        seconds = [
            min(run(us(package)).cpu for _ in range(rounds))
            for package in [make(folder / str(len(some)), some, described) for some in (cells, cells[:1])]
        ]
        return 1e9 * (seconds[0] - seconds[1]) / records

    whole = cost(field)
    return {"all": round(whole), "more": round(whole - cost(_field("any")))}


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--only", nargs="*", default=[], metavar="WORD", help="the cases with one of these in the name")
    parser.add_argument("--save", type=Path, metavar="JSON", help="where to write what was measured")
    parser.add_argument("--compare", type=Path, metavar="JSON", help="what was saved by an earlier run, to show beside")
    words = parser.parse_args()
    before = json.loads(words.compare.read_text("utf-8")) if words.compare else {}
    measured: dict[str, dict[str, float]] = {}
    print(f"{'ns a cell':34} {'all':>8} {'more':>8}" + (f" {'before':>8} {'more':>8} {'times':>6}" if before else ""))
    with tempfile.TemporaryDirectory() as scratch:
        for name in CASES:
            if words.only and not any(word in name for word in words.only):
                continue
            now = measured[name] = measure(name, words.records, words.rounds, Path(scratch))
            line = f"{name:34} {now['all']:8.0f} {now['more']:8.0f}"
            if name in before:
                then = before[name]
                line += f" {then['all']:8.0f} {then['more']:8.0f} {then['all'] / max(now['all'], 1):6.1f}"
            print(line, flush=True)
            if words.save:
                words.save.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
