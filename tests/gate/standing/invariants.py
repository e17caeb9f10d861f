"""What holds of the report on any input whatever: it is whole in every format, and every problem lies in a file."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

from xiaogan_facts.gate.report import Report
from xiaogan_facts.gate.report.as_github import as_github, as_summary
from xiaogan_facts.gate.report.as_json import as_json
from xiaogan_facts.gate.report.as_junit import as_junit
from xiaogan_facts.gate.report.as_sarif import as_sarif
from xiaogan_facts.gate.report.as_text import as_text
from xiaogan_facts.validation import validate


def judged(folder: Path) -> Report:
    """Validate a package whose report must be sound, and return it."""
    report = validate(folder)
    problems = list(report.problems)
    assert report.valid == (not report.unread and not any(each.severity == "error" for each in problems))
    document = json.loads("\n".join(as_json(report)))
    assert len(document["problems"]) == len(problems)
    assert json.loads("\n".join(as_sarif([report])))["runs"]
    ET.fromstring("\n".join(as_junit(report)))
    text = "\n".join([*as_text(report), *as_github(report), *as_summary(report)])
    text.encode()  # no half of a character
    for each in problems:
        assert each.expected
        assert each.remedy
        if each.line is not None and each.sheet is None and each.rule != "descriptor-not-yaml":
            assert 1 <= each.line <= lines(folder / each.file), each
    for table in report.tables:
        assert table.read + table.refused == table.records
    return report


def lines(file: Path) -> int:
    """How many lines an editor shows of a file: those that LF ends, or where there is none, those that CR ends."""
    raw = file.read_bytes() if file.is_file() else b""
    return max(raw.count(b"\n"), raw.count(b"\r")) + 1 if not _wide(raw) else 1 << 30


def _wide(raw: bytes) -> bool:
    """Whether a text may be in an encoding whose line ends are not single bytes, or packed."""
    return b"\0" in raw or raw[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b", b"PK")
