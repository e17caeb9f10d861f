"""Judges the same packages with us and with peers, in turn, each in a process of its own, and prints the ratios.

    python benchmarks/peers.py [--records N …] [--rounds N] [--folder FOLDER] [--skip PEER …]
        [--fairspec PROGRAM] [--dataframely PYTHON]

CPU seconds are what a noisy neighbour hardly changes, seconds by the clock what a user waits; of several rounds the
best counts. A peer: frictionless's own command; fairspec's; dataframely, and hand-written polars as the floor, which
know this one package; polars that reads and judges nothing; our own clean run, for the runs with errors. With
`--records 0`: a package of 500 tables of 20 records each. README.md says how to get fairspec and dataframely, which are
in no environment of ours.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import for_fairspec
from package import make, make_many

HERE = Path(__file__).resolve().parent
SLOW = 1_000_000  # records from which on the slow run once; above, they are left out, for they take minutes
TAKE_LONG = ("frictionless", "fairspec")
PEERS = ("reading", "polars", "dataframely", *TAKE_LONG)
AT_LEAST = {
    ("frictionless", 1_000_000): 25.0,
    ("frictionless", 10_000_000): 50.0,
    ("polars", 10_000_000): 1.0,
    ("reading", 10_000_000): 1 / 2.2,
}
AT_MOST = {"1,000 wrong": 1.3}
# Compiled modules are kept, as they are for any user; without them each run would pay for compiling ours.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Cost:
    """What a run took: CPU and wall-clock seconds, and its largest memory in MB."""

    cpu: float
    wall: float
    memory: float

    def or_better(self, other: Cost | None) -> Cost:
        """The least of each figure."""
        if other is None:
            return self
        return Cost(min(self.cpu, other.cpu), min(self.wall, other.wall), min(self.memory, other.memory))


@dataclass(frozen=True)
class Peers:
    """The programs of peers that are in environments of their own, each a path; and those to skip."""

    fairspec: str | None
    dataframely: str | None
    skip: frozenset[str]

    def commands(self, folder: Path, records: int) -> dict[str, list[str]]:
        """How each peer at hand judges the package in a folder, from within it: fairspec's paths are relative."""
        own = {"reading": "reading.py", "polars": "by_hand.py"} if records else {}
        commands = {name: [sys.executable, str(HERE / program), "."] for name, program in own.items()}
        if records and self.dataframely:
            commands["dataframely"] = [self.dataframely, str(HERE / "with_dataframely.py"), "."]
        if records <= SLOW:
            commands["frictionless"] = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
            if self.fairspec:
                commands["fairspec"] = [self.fairspec, "dataset", "validate", for_fairspec.write(folder).name]
        return {name: command for name, command in commands.items() if name not in self.skip}


def run(command: list[str], folder: Path) -> Cost:
    """One run in a folder. The command's verdict is not looked at: the tests do that."""
    started = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet, env=ENVIRONMENT)
    _, _, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / scale)


US = [sys.executable, "-m", "xiaogan_facts", "validate", "datapackage.json"]


def compare(folder: Path, records: int, rounds: int, peers: Peers) -> None:
    """Make a package of that many records, and print a line for us, for each peer, and for the package with errors."""
    clean = folder / str(records)
    make(clean, records) if records else make_many(clean)
    runs = {"us": (US, clean), **{name: (command, clean) for name, command in peers.commands(clean, records).items()}}
    for name, wrong in (("1,000 wrong", 1_000), ("all wrong", records)) if records >= 100_000 else ():
        make(folder / f"{records}-{wrong}", records, wrong)
        runs[name] = (US, folder / f"{records}-{wrong}")
    best: dict[str, Cost] = {}
    for number in range(rounds):
        for name, command in runs.items():
            if number == 0 or name not in TAKE_LONG or records < SLOW:
                best[name] = run(*command).or_better(best.get(name))
    print(f"{records or 'few'} records" + ("" if records else " in each of many tables"))
    for name, cost in best.items():
        say(name, cost, best["us"], records)


def say(name: str, cost: Cost, ours: Cost, records: int) -> None:
    """One line of the table."""
    aim = ""
    if (name, records) in AT_LEAST:
        aim = f"   to reach: at least {AT_LEAST[name, records]:.2f}"
    elif name in AT_MOST:
        aim = f"   to reach: at most {AT_MOST[name]:.2f}"
    print(
        f"  {name:14} {cost.cpu:8.2f} s CPU {cost.wall:8.2f} s {cost.memory:6.0f} MB"
        f"   {cost.cpu / ours.cpu:6.2f} and {cost.wall / ours.wall:6.2f} times ours{aim}",
        flush=True,
    )


def at_hand(peer: str, program: str, *asking: str) -> str | None:
    """Return the path of a peer's program, None if it is not there or refuses these words; that is then said."""
    path = shutil.which(program)
    if path and not (asking and subprocess.run([path, *asking], capture_output=True, check=False).returncode):
        return str(Path(path).absolute())
    print(f"{peer} is not at hand, and not measured: benchmarks/README.md says how to get it", file=sys.stderr)
    return None


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--records", type=int, nargs="+", default=[0, 300, 1_000_000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--skip", nargs="*", default=[], choices=PEERS)
    parser.add_argument("--fairspec", metavar="PROGRAM", default="fairspec", help="fairspec's command")
    parser.add_argument("--dataframely", metavar="PYTHON", default=sys.executable, help="a Python that has dataframely")
    words = parser.parse_args()
    fairspec = "fairspec" not in words.skip and at_hand("fairspec", words.fairspec)
    dataframely = "dataframely" not in words.skip and at_hand(
        "dataframely", words.dataframely, "-c", "import dataframely"
    )
    peers = Peers(fairspec or None, dataframely or None, frozenset(words.skip))
    with tempfile.TemporaryDirectory() as scratch:
        for records in words.records:
            compare(words.folder or Path(scratch), records, words.rounds, peers)


if __name__ == "__main__":
    main()
