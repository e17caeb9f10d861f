"""Judges the same packages with us and with peers, in turn, each in a process of its own, and prints the ratios.

    python benchmarks/peers.py [--records N …] [--rounds N] [--folder FOLDER] [--skip PEER …]

CPU seconds are what a noisy neighbour does not change; of several rounds the best counts. A peer: frictionless's own
command; hand-written polars, which knows this one package, as the floor; the clean run, for the runs with errors.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from package import make

HERE = Path(__file__).resolve().parent
FRICTIONLESS_UP_TO = 1_000_000  # records; beyond that it is reckoned from there, for it takes minutes
TARGETS: dict[str, dict[int, float]] = {
    "frictionless": {1_000_000: 35, 10_000_000: 50},
    "polars": {10_000_000: 1 / 1.3},
}


@dataclass(frozen=True)
class Cost:
    """What a run took: CPU and wall-clock seconds, and its largest memory in MB."""

    cpu: float
    wall: float
    memory: float


def run(command: list[str], rounds: int) -> Cost:
    """The best of some rounds. The command's verdict is not looked at: the tests do that."""
    costs = []
    for _ in range(rounds):
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, _, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        scale = 1024 * 1024 if sys.platform == "darwin" else 1024
        costs.append(Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / scale))
    return min(costs, key=lambda cost: cost.cpu)


def commands(folder: Path) -> dict[str, list[str]]:
    """How each program judges the package in a folder."""
    return {
        "us": [sys.executable, "-m", "xiaogan_facts.cli", "validate", str(folder)],
        "polars": [sys.executable, str(HERE / "by_hand.py"), str(folder)],
        "frictionless": [sys.executable, "-m", "frictionless", "validate", str(folder / "datapackage.json")],
    }


def compare(folder: Path, records: int, rounds: int, skip: list[str]) -> None:
    """Print a line for us, each peer, and the package with errors."""
    clean = folder / str(records)
    make(clean, records)
    ours: Cost | None = None
    for name, command in commands(clean).items():
        if name in skip or (name == "frictionless" and records > FRICTIONLESS_UP_TO):
            continue
        cost = run(command, rounds if name != "frictionless" or records < 100_000 else 1)
        ours = ours or cost
        say(f"{name}, {records:,} records", cost, ours, TARGETS.get(name, {}).get(records))
    for wrong in (1_000, records) if ours and records >= 100_000 else ():
        spoilt = folder / f"{records}-{wrong}"
        make(spoilt, records, wrong)
        say(f"us, {wrong:,} of {records:,} wrong", run(commands(spoilt)["us"], rounds), ours, None)


def say(name: str, cost: Cost, ours: Cost | None, target: float | None) -> None:
    """One line of the table."""
    ratio = f"{cost.cpu / ours.cpu:8.2f}" if ours else ""
    aim = f"   to reach: {target}" if target else ""
    print(
        f"{name:36} {cost.cpu:8.2f} s CPU {cost.wall:8.2f} s {cost.memory:8.0f} MB   {ratio} times ours{aim}",
        flush=True,
    )


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, nargs="+", default=[300, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--skip", nargs="*", default=[], choices=["polars", "frictionless"])
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for records in words.records:
            compare(words.folder or Path(scratch), records, words.rounds, words.skip)


if __name__ == "__main__":
    main()
