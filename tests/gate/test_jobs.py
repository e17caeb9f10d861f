"""`--jobs N` judges splits in processes side by side, with the same report byte for byte."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from xiaogan_facts.cli import main
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.report.as_json import as_json
from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.gate.splits import jobs
from xiaogan_facts.gate.splits.jobs import Jobs
from xiaogan_facts.gate.translation import speaking
from xiaogan_facts.gate.validate import validate

FIXTURES = Path(__file__).parent / "fixtures"
DESCRIPTORS = sorted(chain(FIXTURES.glob("*/datapackage.json"), FIXTURES.glob("*/datapackage.yaml")))


@pytest.fixture(autouse=True)
def small_splits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files of a few lines are split, a line each."""
    monkeypatch.setattr(jobs, "SIZE", 4)
    monkeypatch.setattr(jobs, "LARGEST", 400)


@pytest.fixture(scope="module")
def two() -> Iterator[Jobs]:
    with closing(Jobs(2)) as both:
        yield both


@pytest.mark.slow
def test_every_fixture_has_the_same_report(two: Jobs) -> None:
    assert len(DESCRIPTORS) > 100
    for descriptor in DESCRIPTORS:
        one, other = validate(descriptor), validate(descriptor, elsewhere=two.judge)
        assert list(as_json(other)) == list(as_json(one)), descriptor
        assert list(as_text(other)) == list(as_text(one)), descriptor


def test_what_is_found_in_processes_is_said_in_the_language_spoken(two: Jobs) -> None:
    with speaking("zh"):
        one, other = (validate(FIXTURES / "no-date", elsewhere=each) for each in (None, two.judge))
    assert list(as_text(other)) == list(as_text(one))


def test_the_command_line_takes_a_number_of_jobs(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for number in ("1", "2"):
        assert main(["validate", "--format", "json", "--jobs", number, str(FIXTURES / "minimum")]) == 1
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]


def test_remedies_of_the_parents_rules_are_given_to_what_processes_find(two: Jobs) -> None:
    report = validate(FIXTURES / "enum", elsewhere=two.judge)
    assert "did you mean 'apple'?" in report.problems[0].remedy


def test_a_process_that_ends_is_told(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("n\n" + "1\n" * 20, encoding="utf-8")
    table = {"name": "data", "path": "data.csv", "schema": {"fields": [{"name": "n", "type": "integer"}]}}
    (tmp_path / "datapackage.json").write_text(json.dumps({"name": "p", "resources": [table]}), encoding="utf-8")
    with closing(Jobs(1)) as one:
        validate(tmp_path, elsewhere=one.judge)
        one._processes[0].kill()
        with pytest.raises(CannotRunError, match="has ended"):
            validate(tmp_path, elsewhere=one.judge)
