"""Nothing in the repository repeats the article, and the archive agrees with the received copy in everything."""

from __future__ import annotations

import json
from pathlib import Path

from tests.checkout import ROOT, tracked
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.paths import DESCRIPTOR
from xiaogan_facts.rules import read_source, run_rules
from xiaogan_facts.rules.received import repeats, runs


def test_no_file_of_the_repository_repeats_25_characters_of_the_article(article: Path) -> None:
    copies = {article, article.with_name("reading-copy.zh-Hans.txt")}
    of = frozenset[str]().union(*(runs(read_source(copy)) for copy in copies))
    assert len(of) > 5000
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in tracked())
    assert [path.relative_to(ROOT).as_posix() for path, text in texts if repeats(text, of)] == []


def test_the_archive_keeps_every_rule_with_the_received_copy_at_hand(article: Path) -> None:
    package = load(DESCRIPTOR)
    tables = {resource.name: read_typed(package, resource.name) for resource in package.resources}
    descriptor = json.loads(DESCRIPTOR.read_text(encoding="utf-8"))
    found = run_rules(tables, [read_source(article)], descriptor)
    assert [f"{problem.file}:{problem.line}: {problem.rule}: {problem.expected}" for problem in found] == []
