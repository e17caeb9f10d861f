"""A table that cannot be read whole holds back what the rules would say without it, and its fault is told first."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.rules.runner import RULES_NOT_CHECKED
from xiaogan_facts.validation import validate


def broken(text: bytes, how: str) -> bytes:
    """The entities with one fault in them."""
    first, second, rest = text.split(b"\n", 2)
    return {
        "a comma too many": b"\n".join((first, second + b",", rest)),
        "an open quote": b"\n".join((first, b'"' + second, rest)),
        "semicolons": text.replace(b",", b";"),
        "gbk": text.decode().encode("gbk", "replace"),
    }[how]


@pytest.mark.parametrize("how", ["a comma too many", "an open quote", "semicolons", "gbk"])
def test_the_first_line_printed_is_the_cause(how: str, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(DATAPACKAGE, folder)
    entities = folder / "entities.csv"
    entities.write_bytes(broken(entities.read_bytes(), how))
    report = validate(folder)
    assert {(each.file, each.table) for each in report.problems if each.severity == "error"} == {
        ("entities.csv", "entities")
    }
    printed = [line for line in as_text(report) if line.startswith("  ") and not line.startswith("    ")]
    assert printed[0].startswith("  error")
    [notice] = [each for each in report.problems if each.rule == RULES_NOT_CHECKED]
    assert notice.expected.startswith("the table entities whole")


def test_a_missing_file_is_one_notice_for_all_rules(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(DATAPACKAGE, folder)
    (folder / "units.csv").unlink()
    report = validate(folder)
    assert [each.rule for each in report.problems if each.severity == "error"] == ["file-missing"]
    assert [each.rule for each in report.problems if each.severity == "notice"] == [RULES_NOT_CHECKED]
