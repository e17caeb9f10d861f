"""The release workflow: gate, build, attest, publish, in this order; what is published is what was attested."""

from __future__ import annotations

import re
import shlex

from tests.checkout import ROOT
from xiaogan_facts.cli import parser

WORKFLOW = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")


def test_nothing_is_built_before_the_gate_and_nothing_published_before_it_is_attested() -> None:
    steps = [
        "- run: make\n",
        "- run: make test\n",
        "xiaogan-facts release",
        "attest-build-provenance@",
        "gh release create",
    ]
    places = [WORKFLOW.index(step) for step in steps]
    assert places == sorted(places)


def test_every_published_file_is_attested() -> None:
    attested = re.search(r"subject-path: \|\n((?: {12}\S+\n)+)", WORKFLOW)
    published = re.search(r"gh release create .*", WORKFLOW)
    assert attested
    assert published
    assert attested[1].split() == [word for word in shlex.split(published[0]) if word.endswith("/*")]


def test_only_the_job_that_publishes_may_write() -> None:
    build, publish = WORKFLOW.split("\n  publish:\n")
    assert "write" not in re.findall(r"^ *\w+-?\w*: (read|write)$", build, re.MULTILINE)
    assert sorted(re.findall(r"^ *([\w-]+): write$", publish, re.MULTILINE)) == ["attestations", "contents", "id-token"]


def test_the_command_that_builds_the_release_is_one_that_there_is() -> None:
    command = re.search(r"xiaogan-facts (release .*)", WORKFLOW)
    assert command
    words = shlex.split(command[1].replace('"${since[@]}"', "--since before"))
    chosen = parser().parse_args(words)
    assert (str(chosen.output), str(chosen.since)) == ("dist", "before")
