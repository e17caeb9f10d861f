"""What rows of other shapes cost us: quoted, malformed, with repeated keys, very wide; each as a ratio to plain ones.

    python benchmarks/rows.py [--records N] [--columns N] [--rounds N] [--folder FOLDER]

Each run is a process of its own, which judges a small package first, so that what every start costs is left out. CPU
seconds of that process; the cases take turns, and of several rounds the best counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from package import make
from peers import ENVIRONMENT

from xiaogan_facts.gate.validate import validate

TEXTS = (0, 1, 2, 5, 6, 7, 10, 11)  # the columns of an observation that are quoted: texts, codes and the date
NARROW = 100  # columns
KEYS = 875  # errors
AT_MOST = {"quoted": 1.5, "quoted, CRLF": 1.5, "ragged": 1.5, "stray quotes": 1.5, "quoted, ragged": 1.5, "wide": 5.0}

Line = Callable[[int, list[str]], str]
"""Writes a record, given its number and its cells."""


def plain(number: int, cells: list[str]) -> str:
    """As it is."""
    return ",".join(cells)


def quoted(number: int, cells: list[str]) -> str:
    """Every text in quotes; in every fourth record the note holds delimiters and quotes."""
    note = 'as "printed", near it' if number % 4 == 1 else cells[11]
    cells = [*cells[:11], note]
    return ",".join('"' + cell.replace('"', '""') + '"' if n in TEXTS else cell for n, cell in enumerate(cells))


def ragged(number: int, cells: list[str]) -> str:
    """Every thousandth record has a cell too few or too many."""
    return ",".join((cells[:-1], [*cells, "x"])[number % 2000 // 1000] if number % 1000 == 999 else cells)


def stray(number: int, cells: list[str]) -> str:
    """Every thousandth record has a quote inside a cell that is not quoted."""
    return ",".join([*cells[:11], 'near 5" of it'] if number % 1000 == 999 else cells)


def quoted_and_ragged(number: int, cells: list[str]) -> str:
    """Quoted, and every thousandth record lacks its last cell."""
    line = quoted(number, cells)
    return line.rpartition(",")[0] if number % 1000 == 999 else line


def repeated(number: int, cells: list[str], every: int) -> str:
    """Every so many records, the key of the one before it comes again."""
    again = number % every == every - 1 and number // every < KEYS
    return ",".join([f"o{number - 1:09}", *cells[1:]] if again else cells)


def observations(folder: Path, records: int) -> dict[str, Path]:
    """Make a package for each way to write the same observations."""
    sound = folder / "plain"
    make(sound, records)
    every = max(records // KEYS, 2)
    ways: dict[str, tuple[Line, str]] = {
        "quoted": (quoted, "\n"),
        "quoted, CRLF": (quoted, "\r\n"),
        "ragged": (ragged, "\n"),
        "stray quotes": (stray, "\n"),
        "quoted, ragged": (quoted_and_ragged, "\n"),
        "keys repeat": (lambda number, cells: repeated(number, cells, every), "\n"),
    }
    made = {"plain": sound}
    for number, (name, (line, ending)) in enumerate(ways.items()):
        made[name] = folder / str(number)
        made[name].mkdir(parents=True, exist_ok=True)
        for file in ("datapackage.json", "entities.csv"):
            (made[name] / file).write_bytes((sound / file).read_bytes())
        _rewrite(sound / "observations.csv", made[name] / "observations.csv", line, ending)
    return made


def _rewrite(source: Path, target: Path, line: Line, ending: str) -> None:
    with source.open(encoding="utf-8") as lines, target.open("w", encoding="utf-8", newline="") as file:
        file.write(next(lines).rstrip("\n") + ending)
        file.writelines(line(number, each.rstrip("\n").split(",")) + ending for number, each in enumerate(lines))


def wide(folder: Path, columns: int, cells: int) -> Path:
    """Make a package of one table with that many columns and cells: an identifier, then integers and texts in turn."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = ({"type": "integer", "constraints": {"minimum": 0}}, {"type": "string", "constraints": {"maxLength": 9}})
    fields = [{"name": f"c{n}", **rules[n % 2]} for n in range(columns)]
    resource = {"name": "t", "type": "table", "path": "t.csv", "encoding": "utf-8", "schema": {"fields": fields}}
    profile = "https://datapackage.org/profiles/2.0/datapackage.json"
    descriptor = {"$schema": profile, "name": "wide", "resources": [resource]}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    with (folder / "t.csv").open("w", encoding="utf-8", newline="\n") as file:
        file.write(",".join(f"c{n}" for n in range(columns)) + "\n")
        file.writelines(",".join(_numbers(row, columns)) + "\n" for row in range(cells // columns))
    return folder


def _numbers(row: int, columns: int) -> Iterator[str]:
    return (str((row * 7919 + n * 31) % 10_007) if n % 2 == 0 else f"t{n % 97}" for n in range(columns))


def seconds(folder: Path, small: Path) -> tuple[float, int]:
    """Judge a package in a process of its own; return its CPU seconds and the number of problems."""
    command = [sys.executable, __file__, "--one", str(folder), str(small)]
    said = subprocess.run(command, capture_output=True, encoding="utf-8", env=ENVIRONMENT, check=True).stdout
    cpu, problems = said.split()
    return float(cpu), int(problems)


def one(folder: str, small: str) -> None:
    """Judge a small package, then print what another costs."""
    validate(small)
    started = time.process_time()
    report = validate(folder)
    print(time.process_time() - started, len(report.problems))


def compare(cases: dict[str, Path], base: str, small: Path, rounds: int) -> None:
    """Print a line for each case: its CPU seconds, and how many times those of the base they are."""
    best: dict[str, tuple[float, int]] = {}
    for _ in range(rounds):
        for name, folder in cases.items():
            found = seconds(folder, small)
            best[name] = min(best.get(name, found), found)
    for name, (cpu, problems) in best.items():
        aim = f"   to reach: at most {AT_MOST[name]:.1f}" if name in AT_MOST else ""
        print(
            f"  {name:16} {cpu:7.2f} s CPU {cpu / best[base][0]:6.2f} times   {problems:7,} problems{aim}", flush=True
        )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--columns", type=int, default=20_000, help="of the wide table")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--one", nargs=2, metavar=("FOLDER", "SMALL"), help=argparse.SUPPRESS)
    words = parser.parse_args()
    if words.one:
        one(*words.one)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = words.folder or Path(scratch)
        make(folder / "small", 300)
        print(f"{words.records:,} records")
        compare(observations(folder, words.records), "plain", folder / "small", words.rounds)
        cells = max(4 * words.records, words.columns)
        print(f"{cells:,} cells")
        tables = {"narrow": wide(folder / "narrow", NARROW, cells), "wide": wide(folder / "wide", words.columns, cells)}
        compare(tables, "narrow", folder / "small", words.rounds)


if __name__ == "__main__":
    main()
