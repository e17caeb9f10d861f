"""The guide to querying, docs/query.md: each of its examples is run, and it names every query and column."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import duckdb
import pytest

from tests.checkout import ROOT
from xiaogan_facts import cli, queries

DOCUMENT = ROOT / "docs" / "query.md"


def examples(language: str) -> list[str]:
    """The fenced blocks of docs/query.md in one language."""
    return re.findall(rf"```{language}\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)


SHOWN = re.compile(r"```sh\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)
"""A command, and what it prints where the page says so: two blocks, so that the command can be copied whole."""


def test_both_languages_show_the_same_blocks_and_columns() -> None:
    english, chinese = (DOCUMENT.with_name(name).read_text("utf-8") for name in ("query.md", "query.zh-Hans.md"))
    assert re.findall(r"```.*?```", english, re.DOTALL) == re.findall(r"```.*?```", chinese, re.DOTALL)
    for text in (english, chinese):
        assert re.findall(r"^\| `(\w+)`", text, re.MULTILINE) == re.findall(r"^\| `(\w+)`", english, re.MULTILINE)
    assert [query.title_zh for query in queries().values() if query.title_zh not in chinese] == []


@pytest.mark.slow
@pytest.mark.parametrize(("command", "shown"), SHOWN.findall(DOCUMENT.read_text(encoding="utf-8")))
def test_each_command_of_the_document_writes_what_the_document_shows(
    command: str,
    shown: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)
    program, *words = shlex.split(command)
    assert program == "xiaogan-facts"
    assert cli.main(words) == 0
    written = capsys.readouterr().out
    if "-o" in words:
        assert (tmp_path / words[words.index("-o") + 1]).stat().st_size > 500
        assert written == ""
    elif shown:
        assert written == shown
    else:
        assert len(written.splitlines()) > 2


@pytest.mark.parametrize("block", examples("sql"))
def test_each_sql_example_of_the_document_has_rows(block: str, sealed: duckdb.DuckDBPyConnection) -> None:
    assert sealed.execute(block).fetchall()


@pytest.mark.slow
@pytest.mark.parametrize("block", examples("python"))
def test_each_python_example_of_the_document_prints_what_it_says(
    block: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    exec(compile(block, str(DOCUMENT), "exec"), {})
    said = "\n".join(re.findall(r"# -> (.+)", block))
    assert said
    assert capsys.readouterr().out == f"{said}\n"


def test_the_document_names_every_query_and_every_column_of_facts(sealed: duckdb.DuckDBPyConnection) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    for query in queries().values():
        assert f"| `{query.name}` | {query.title_en} |" in text
    columns = [row[0] for row in sealed.execute("DESCRIBE facts").fetchall()]
    assert re.findall(r"^\| `(\w+)` \| (?:VARCHAR|DOUBLE|BIGINT)", text, re.MULTILINE) == columns
