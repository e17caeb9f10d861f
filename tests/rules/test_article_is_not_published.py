"""Nothing in the repository repeats the article, and the archive agrees with the received copy in everything."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.paths import DESCRIPTOR
from xiaogan_facts.rules import read_source, run_rules
from xiaogan_facts.rules.received import repeated, runs

ROOT = Path(__file__).resolve().parents[2]


def tracked() -> list[Path]:
    """Every file that git tracks in the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]


def test_no_tracked_file_repeats_25_characters_of_the_article(article: Path) -> None:
    of = runs(read_source(article))
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in tracked() if path.is_file())
    assert [path.relative_to(ROOT).as_posix() for path, text in texts if repeated(text, of) is not None] == []


def test_no_tracked_file_repeats_25_characters_of_the_reading_copy(article: Path) -> None:
    reading = article.with_name("reading-copy.zh-Hans.txt")
    if not reading.is_file():
        pytest.fail(f"{reading} is to lie beside the received copy: what is published is compared with both")
    of = runs(read_source(reading))
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in tracked() if path.is_file())
    assert [path.relative_to(ROOT).as_posix() for path, text in texts if repeated(text, of) is not None] == []


def test_the_archive_keeps_every_rule_with_the_received_copy_at_hand(article: Path) -> None:
    package = load(DESCRIPTOR)
    tables = {resource.name: read_typed(package, resource.name) for resource in package.resources}
    descriptor = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    found = run_rules(tables, read_source(article), descriptor)
    assert [f"{problem.file}:{problem.line}: {problem.rule}: {problem.expected}" for problem in found] == []
