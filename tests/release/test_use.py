"""docs/use.md: every line that it shows is run on the files of the release alone, and prints what it says there."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests.checkout import ROOT, clients, run

pytestmark = pytest.mark.slow

TEXT = (ROOT / "docs" / "use.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|python|r)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.MULTILINE | re.DOTALL)
BLOCKS = [(language, text, printed or None) for language, text, printed in BLOCK.findall(TEXT)]


@pytest.fixture(scope="module")
def folder(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the release, with the zip unpacked as the guide asks."""
    copy = shutil.copytree(release_folder, tmp_path_factory.mktemp("use") / "release")
    [package] = copy.glob("*.zip")
    shutil.unpack_archive(package, copy / "package")
    return copy


def ran(words: list[str], folder: Path) -> str:
    path = f"{clients().parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONUTF8": "1", "HOME": str(folder)}
    program = shutil.which(words[0], path=path)
    if program is None and words[0] in ("sha256sum", "soffice"):
        pytest.skip(f"no {words[0]}")
    assert program, words[0]
    code, printed, said = run([program, *words[1:]], folder, environment)
    assert code == 0, f"{words}\n{printed}{said}"
    return printed


@pytest.mark.parametrize(
    ("language", "text", "printed"),
    [
        pytest.param(*block, marks=[pytest.mark.r] if block[0] == "r" else [], id=f"{block[0]}-{number}")
        for number, block in enumerate(BLOCKS)
    ],
)
def test_what_the_guide_shows_runs_and_prints_what_it_says(
    language: str, text: str, printed: str | None, folder: Path
) -> None:
    words = {
        "sh": shlex.split(text),
        "python": [str(clients()), "-c", text],
        "r": ["Rscript", "-e", text],
    }[language]
    said = ran(words, folder)
    if printed is not None:
        assert said == printed
    elif language != "sh":
        assert said.strip() not in ("", "[]")


def test_the_guide_shows_each_tool_in_three_lines() -> None:
    lines = {text: [line for line in text.splitlines() if line] for language, text, _ in BLOCKS if language != "sh"}
    assert len(lines) > 10
    assert [text for text, filled in lines.items() if len(filled) != 3] == []


def test_the_guide_names_every_kind_of_file_of_the_release(release_folder: Path) -> None:
    named = set(re.findall(r"`([^`\n]+)`", TEXT))
    for file in release_folder.iterdir():
        assert file.name in named or (file.suffix == ".parquet" and "facts.parquet" in named), file.name
