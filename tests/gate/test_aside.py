"""The descriptor judged in a process of its own: the same answer, whatever becomes of that process."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from xiaogan_facts.gate.checks import aside
from xiaogan_facts.gate.checks.aside import Aside
from xiaogan_facts.gate.package import Package, load

BROKEN = Path(__file__).parent / "fixtures" / "resource-without-a-name"


@pytest.fixture
def broken() -> Package:
    return load(BROKEN)


def test_the_answer_is_that_of_this_process(broken: Package) -> None:
    here = Aside(broken, None).problems()
    with Aside.start(broken) as beside:
        assert beside.problems() == here
    assert [problem.rule for problem in here] == ["descriptor"]


def test_where_no_process_can_be_started_or_it_dies_the_answer_is_found_here(
    broken: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", str(BROKEN / "no-python"))
    with Aside.start(broken) as beside:
        assert beside.process is None
        assert [problem.rule for problem in beside.problems()] == ["descriptor"]
    monkeypatch.undo()
    with Aside.start(broken) as beside:
        assert beside.process is not None
        beside.process.kill()
        assert [problem.rule for problem in beside.problems()] == ["descriptor"]


def test_a_descriptor_that_takes_for_ever_is_given_up(broken: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "PATIENCE", 0.001)
    with Aside.start(broken) as beside:
        assert [problem.rule for problem in beside.problems()] == ["descriptor-not-checked"]
    assert beside.process is not None
    assert beside.process.poll() is not None


def test_no_process_is_left_where_its_answer_is_not_asked_for(broken: Package) -> None:
    with Aside.start(broken) as beside:
        pass
    assert isinstance(beside.process, subprocess.Popen)
    assert beside.process.poll() is not None
