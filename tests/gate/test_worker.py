"""The worker: it answers what may take for ever, within one patience for a slice, and never outlives its parent."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import pytest

from tests.checkout import ROOT
from xiaogan_facts.gate.checks import worker as room
from xiaogan_facts.gate.checks._profile import violations
from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.checks.profile_problems import profile_problems
from xiaogan_facts.gate.checks.worker import TooSlowError, worker
from xiaogan_facts.gate.package import load
from xiaogan_facts.validation import validate

BROKEN = Path(__file__).parent / "fixtures" / "resource-without-a-name"
ENDLESS = "(?=a)(?:(a+)+)+b"  # of a text of a's, only Python's engine can tell, and never does
TEXT = "a" * 60


def package(folder: Path, *constraints: dict[str, Any], cells: list[str] | None = None) -> Path:
    """A package of one table, with a column for each of the constraints and the same cells in each."""
    fields = [
        {"name": f"c{number}", "type": "array" if "jsonSchema" in each else "string", "constraints": each}
        for number, each in enumerate(constraints)
    ]
    resource = {"name": "t", "path": "t.csv", "schema": {"fields": fields}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [resource]}), encoding="utf-8")
    lines = [",".join(f"c{number}" for number in range(len(constraints)))]
    lines += [",".join(f'"{cell}"' for _ in constraints) for cell in cells or [TEXT]]
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_worker_judges_a_descriptor_as_this_process_would() -> None:
    descriptor = load(BROKEN).descriptor
    with worker() as beside:
        said = [Violation.of(each) for each in beside.wait(beside.begin("profile", descriptor, "en", 1))]
    assert said == violations(descriptor)
    assert len(said) == 1


def test_the_process_waits_for_the_next_package() -> None:
    with worker() as first:
        assert first.ask("pattern", "a+", ["aa", "ab", ""]) == [True, False, False]
    with worker() as second:
        assert second.process is first.process


def test_what_never_ends_is_given_up_and_its_process_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.5)
    with worker() as beside:
        with pytest.raises(TooSlowError, match=r"within 0\.5 seconds"):
            beside.ask("pattern", ENDLESS, [TEXT])
        with pytest.raises(TooSlowError):
            beside.ask("pattern", "a", ["a"])
    assert beside.process.popen.poll() is not None
    with worker() as fresh:
        assert fresh.ask("pattern", "a", ["a"]) == [True]


@pytest.mark.slow
def test_of_many_endless_patterns_only_the_first_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given_up = []
    wait = room.Worker.wait

    def counted(self: room.Worker, question: room.Question) -> Any:
        try:
            return wait(self, question)
        except TooSlowError:
            given_up.append(question)
            raise

    monkeypatch.setattr(room.Worker, "wait", counted)
    monkeypatch.setattr(room, "PATIENCE", 2)
    folder = package(tmp_path, *[{"pattern": ENDLESS}] * 6)
    rules = [problem.rule for problem in validate(folder).problems]
    assert rules == ["pattern-not-checked"] * 6
    assert len(given_up) == 1


def test_what_comes_before_an_endless_pattern_is_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 3)
    honest, plain = {"pattern": "(?=b)b+"}, {"pattern": "b+"}
    folder = package(tmp_path, honest, honest, plain, {"pattern": ENDLESS}, honest, plain)
    found = [(problem.rule, problem.field) for problem in validate(folder).problems]
    assert found == [
        *(("pattern-not-checked", "c3"), ("pattern-not-checked", "c4")),
        *(("pattern", "c0"), ("pattern", "c1"), ("pattern", "c2"), ("pattern", "c5")),
    ]


@pytest.mark.slow
def test_an_honest_question_about_many_cells_is_not_taken_for_an_endless_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema = {"items": {"type": "integer", "multipleOf": 3}}
    cells = [json.dumps([3 * n] * 50) for n in range(8_000)]
    assert validate(package(tmp_path, {"jsonSchema": schema}, cells=cells[:1])).valid  # now frictionless is loaded
    monkeypatch.setattr(room, "PATIENCE", 1.2)  # which the cells would use up several times
    monkeypatch.setattr(room, "ITEMS_AT_ONCE", 200)
    assert validate(package(tmp_path, {"jsonSchema": schema}, cells=cells)).valid


def test_a_question_may_take_the_time_of_those_before_it_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.3)
    with worker() as beside:
        slow = beside.begin("pattern", ENDLESS, ["a" * 14], 10_000)  # some time, as many cells may take
        assert beside.ask("pattern", "a", ["a"]) == [True]
        assert beside.wait(slow) == [False]


@pytest.mark.skipif(sys.platform == "win32", reason="there the patience goes by the clock")
def test_a_process_that_the_machine_lets_wait_is_not_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.5)
    with worker() as beside:
        process = beside.process.popen.pid
        os.kill(process, signal.SIGSTOP)
        Timer(1.5, os.kill, (process, signal.SIGCONT)).start()
        assert beside.ask("pattern", "a", ["a", "b"]) == [True, False]


def test_the_patience_is_for_a_slice_of_the_cells_and_not_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    with worker() as beside:
        started = time.monotonic()
        beside.ask("pattern", ENDLESS, ["a" * 9] * 10)
        monkeypatch.setattr(room, "PATIENCE", max(time.monotonic() - started, 0.05) * 8)
        monkeypatch.setattr(room, "PER_ITEM", 0)
        monkeypatch.setattr(room, "ITEMS_AT_ONCE", 10)
        assert beside.ask("pattern", ENDLESS, ["a" * 9] * 300) == [False] * 300


def test_a_slice_has_few_cells_and_characters_unless_it_is_one_long_cell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "ITEMS_AT_ONCE", 3)
    monkeypatch.setattr(room, "CHARACTERS_AT_ONCE", 10)
    cells = ["a", "b", "c", "d", "e" * 9, "f" * 20, "g"]
    assert list(room._slices(cells)) == [["a", "b", "c"], ["d", "e" * 9], ["f" * 20], ["g"]]
    assert list(room._slices([])) == []


def test_what_is_left_of_a_question_is_dropped_with_its_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.3)
    with worker() as beside:
        beside.begin("pattern", ENDLESS, [TEXT], 1)
        with pytest.raises(TooSlowError):
            beside.ask("pattern", "a", ["a" * 100] * 9_000)


def test_a_thread_that_ends_does_not_take_the_process_with_it() -> None:
    def borrow() -> None:
        with worker() as beside:
            assert beside.ask("pattern", "a", ["a"]) == [True]

    room._end_idle()
    thread = Thread(target=borrow)
    thread.start()
    thread.join()
    time.sleep(0.2)
    (process,) = room._idle[os.getpid()]
    assert process.popen.poll() is None


def test_few_processes_wait_for_the_next_package() -> None:
    with worker(), worker(), worker(), worker():
        pass
    assert len(room._idle[os.getpid()]) == room.MOST_IDLE


def test_a_descriptor_that_takes_for_ever_is_said_not_to_be_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "PATIENCE", 0.5)
    with worker() as beside:
        endless = beside.begin("pattern", ENDLESS, [TEXT], 1)  # as if the descriptor were
        (problem,) = profile_problems(beside, endless, load(BROKEN))
    assert (problem.rule, problem.severity) == ("descriptor-not-checked", "error")


def test_a_fault_of_the_worker_s_own_is_no_answer() -> None:
    with worker() as beside, pytest.raises(RuntimeError, match="riddle"):
        beside.wait(beside.begin("riddle", "", [], 1))


def test_a_fork_starts_a_worker_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with worker() as mine:
        pass
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with worker() as other:
        assert other.process is not mine.process
    room._end_idle()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there are no such signals")
@pytest.mark.parametrize("end", ["SIGKILL", "SIGTERM", "SIGINT"])
def test_a_busy_worker_ends_with_its_parent(end: str) -> None:
    program = (
        "import sys; from xiaogan_facts.gate.checks.worker import worker\n"
        "with worker() as beside:\n"
        "    print(beside.process.popen.pid, flush=True)\n"
        f"    beside.ask('pattern', {ENDLESS!r}, [{TEXT!r}])\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    )
    assert parent.stdout
    busy = int(parent.stdout.readline())
    time.sleep(0.5)
    assert _runs(busy)
    parent.send_signal(getattr(signal, end))
    parent.communicate(timeout=10)
    deadline = time.monotonic() + 5
    while _runs(busy) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(busy)


def _runs(process: int) -> bool:
    """Whether a process runs; one that has ended and was not yet waited for, by whoever adopted it, does not."""
    status = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(status.stdout.strip()) and not status.stdout.startswith("Z")
