"""Both READMEs show the same commands; the commands run, and print what the READMEs say."""

from __future__ import annotations

import json
import os
import re
import shlex
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.checkout import ROOT, run

pytestmark = pytest.mark.slow

ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-Hans.md"
PICTURES = [ROOT / "docs" / "way-of-a-fact.svg", ROOT / "docs" / "way-of-a-fact.zh-Hans.svg"]

Block = tuple[str, str]


def blocks(readme: Path) -> list[Block]:
    """The fenced blocks of a README: language, and text."""
    return re.findall(r"^```(\w+)\n(.*?)^```$", readme.read_text("utf-8"), re.MULTILINE | re.DOTALL)


BLOCKS = blocks(ENGLISH)
COMMANDS = [line for language, text in BLOCKS if language == "sh" for line in text.splitlines()]
PROGRAMS = [text for language, text in BLOCKS if language == "python"]
PRINTED = {before.splitlines()[-1]: text for (_, before), (language, text) in pairwise(BLOCKS) if language == "text"}
BUILDING = [command for command in COMMANDS if command.split()[0] in {"make", "uv", "pip"}]
RUNNING = [command for command in COMMANDS if command not in BUILDING and "prices.csv" not in command]


def printed_by(words: list[str]) -> str:
    """What a command of the environment prints, in the checkout; it must succeed."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    words = [sys.executable, *words[1:]] if words[0] == "python" else words
    code, printed, said = run(words, environment=environment)
    assert code == 0, f"{words}\n{printed}{said}"
    return printed


def with_stand_ins(text: str) -> str:
    """A command or program in which what the reader has to fill in is filled in with this archive's own files."""
    own = {
        "path/to/datapackage.json": "datapackage/datapackage.json",
        "release --draft -o dist": "release --draft -o build/release",
    }
    for shown, ours in own.items():
        text = text.replace(shown, ours)
    return text


def test_both_readmes_show_the_same_commands_programs_and_output() -> None:
    assert blocks(CHINESE) == BLOCKS
    assert len(BLOCKS) > 10


@pytest.mark.parametrize("command", [command for command in RUNNING if "article.txt" not in command])
def test_a_command_of_the_readme_runs_and_prints_what_the_readme_says(command: str) -> None:
    printed = printed_by(shlex.split(with_stand_ins(command)))
    assert PRINTED.get(command, printed) == printed


def test_the_output_that_the_readme_shows_belongs_to_a_command_that_is_run() -> None:
    assert PRINTED
    assert {line for line in PRINTED if "prices.csv" not in line} <= set(RUNNING)


@pytest.mark.parametrize("command", [command for command in RUNNING if "article.txt" in command])
def test_a_command_of_the_readme_that_needs_the_article_runs_where_there_is_one(command: str, article: Path) -> None:
    printed_by([str(article) if word == "path/to/article.txt" else word for word in shlex.split(command)])


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_the_readme_runs_without_a_warning(program: str) -> None:
    assert printed_by(["python", "-W", "error", "-c", with_stand_ins(program)]).strip()


def test_the_report_that_the_readme_shows_is_what_the_gate_says(tmp_path: Path) -> None:
    (tmp_path / "prices.csv").write_text("id,price,day\n1,10,2024-05-01\n2,1 234,2024/5/2\n2,９,2024-05-03\n", "utf-8")
    fields = [
        {"name": "id", "type": "integer", "constraints": {"unique": True}},
        {"name": "price", "type": "integer"},
        {"name": "day", "type": "date"},
    ]
    (tmp_path / "schema.json").write_text(json.dumps({"fields": fields}), "utf-8")
    [(command, report)] = [(line, text) for line, text in PRINTED.items() if "prices.csv" in line]
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    code, printed, _ = run(shlex.split(command), environment=environment, folder=tmp_path)
    assert (code, printed) == (1, report)


def test_what_the_readme_builds_with_is_there() -> None:
    """`make` and `make test` are what CI itself runs; of these commands only the names are checked here."""
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    made = [word for command in BUILDING if command.startswith("make") for word in command.split()[1:]]
    assert made == ["test", "schemas", "docs"]
    assert set(made) <= set(targets)
    files = [word for command in BUILDING for word in command.split() if word.endswith((".lock", ".py"))]
    assert [file for file in files if not (ROOT / file).is_file()] == []


@pytest.mark.parametrize("picture", PICTURES, ids=lambda file: file.name)
def test_the_picture_shows_the_fact_as_the_archive_has_it(picture: Path) -> None:
    import xiaogan_facts

    archive = xiaogan_facts.connect()
    row = archive.execute(
        "SELECT subject_id, indicator_id, printed, value, multiplier, unit_id, char_start, char_end "
        "FROM observations WHERE observation_id = 'hd24-o17-01'"
    ).fetchone()
    predicate = "predicate_zh" if "zh-Hans" in picture.name else "predicate_en"
    fact = archive.execute(
        f"SELECT {predicate}, value, unit_id, line, char_start, char_end FROM facts WHERE fact_id = 'hd24-o17-01'"
    ).fetchone()
    assert row
    assert fact
    shown = re.findall(r"<text[^>]*>([^<]+)</text>", picture.read_text("utf-8"))
    assert [value for value in (*row, *fact) if plain(value) not in shown] == []


def plain(value: object) -> str:
    """A value as the picture writes it: a number without a fraction that is zero."""
    return value if isinstance(value, str) else f"{value:.0f}"


@pytest.mark.parametrize(("readme", "language"), [(ENGLISH, "en"), (CHINESE, "zh")])
def test_the_answer_on_the_first_screen_is_what_the_archive_says(readme: Path, language: str) -> None:
    """An answer and a picture come before any command."""
    import xiaogan_facts

    [fact] = xiaogan_facts.facts(fact_id="hd24-o17-01").rows(named=True)
    text = readme.read_text("utf-8")
    first = text[: text.index("```")]
    [answer] = re.findall(r"(?m)^> (.*(?:\n> .*)*)", first)
    value = {"en": "11.2 billion yuan", "zh": "112亿元"}[language]
    assert fact["value"] == 11_200_000_000
    assert fact["value_type"] == "planned"
    for told in (value, fact["fact_id"], str(fact["line"]), str(fact["char_start"]), str(fact["char_end"])):
        assert told in answer
    assert first.index(answer) < first.index("](docs/site")


def test_the_wheel_that_the_readme_installs_is_of_this_version() -> None:
    import xiaogan_facts

    assert f"pip install xiaogan_facts-{xiaogan_facts.__version__}-py3-none-any.whl" in COMMANDS
