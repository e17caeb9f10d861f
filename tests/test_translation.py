"""Everything is said in Chinese too: messages, help, reports and pages, by `--lang` or the locale."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

import xiaogan_facts
from tests.checkout import ROOT
from xiaogan_facts import cli
from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.gate.translation import language_of, say, say_number, speaking, spoken
from xiaogan_facts.generated import catalogue

FIXTURES = ROOT / "tests" / "gate" / "fixtures"
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[a-z]{3,} [a-z]{2,}")
PLACES = re.compile(r"(?<!\{)\{\w+[^{}]*\}(?!\})|%\(\w+\)\w|%s|%r")
QUOTED = re.compile(r"`[^`]*`|'[^']*'|\"[^\"]*\"|（位于 [^）]*）")

FROM_LIBRARIES = (
    "archive-damaged",
    "descriptor-not-yaml",
    "pattern-that-is-none",
    "row-rule",
    "row-rule-not-checked",
)
"""Fixtures in whose messages a library, or the package itself, says why, in English."""


def messages() -> list[Message]:
    with (ROOT / catalogue.PO).open("rb") as file:
        return [message for message in read_po(file) if message.id]


def texts(given: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (given,) if isinstance(given, str) else tuple(given or ())


def test_the_catalogue_holds_every_message_of_the_code_and_is_compiled() -> None:
    assert catalogue.template(ROOT).current
    assert catalogue.compiled(ROOT).current


def test_every_message_has_chinese_words_with_the_same_places() -> None:
    for message in messages():
        *_, english = texts(message.id)
        for chinese in texts(message.string):
            assert chinese, english
            assert sorted(PLACES.findall(chinese)) == sorted(PLACES.findall(english)), english
            assert not message.fuzzy, english


def test_a_message_without_chinese_words_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def with_one_more(checkout: Path) -> Iterator[tuple[str, str]]:
        yield from messages_of(checkout)
        yield "new.py", "a sentence that nobody has translated"

    messages_of = catalogue._messages
    monkeypatch.setattr(catalogue, "_messages", with_one_more)
    made = catalogue.template(ROOT)
    assert not made.current
    assert made.differences == ("no Chinese for 'a sentence that nobody has translated'",)


@pytest.mark.slow
def test_the_gate_says_everything_in_chinese() -> None:
    english: set[str] = set()
    for fixture in FIXTURES.iterdir():
        found = [fixture / name for name in ("datapackage.json", "datapackage.yaml") if (fixture / name).is_file()]
        for descriptor in found:
            with speaking("zh"):
                problems = xiaogan_facts.validate(descriptor).problems
            said = [QUOTED.sub("", text) for each in problems for text in (each.expected, each.remedy)]
            english |= {fixture.name for text in said if ENGLISH.search(text)}
    assert english == set(FROM_LIBRARIES)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_a_command_is_in_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help", "--lang", "zh"]) == 0
    page = capsys.readouterr().out
    assert page.startswith("用法：xiaogan-facts")
    told = re.sub(r"(?s)^用法：.*?\n\n", "", page)
    assert CHINESE.search(told.splitlines()[0])
    plain = re.sub(r"(?m)^ +(?:-|xiaogan-facts|\w+ +(?=[A-Z{])).*$|[a-zA-Z]+(?:, [a-zA-Z]+)+|`[^`]*`", "", told)
    assert ENGLISH.findall(plain) == []


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN"}, "zh"),
        ({"LC_ALL": "en_GB.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        ({"LANGUAGE": "", "LANG": "zh"}, "zh"),
    ],
)
def test_the_locale_tells_the_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("words", "locale", "said"),
    [
        (["--lang", "zh", "validate", "nowhere.json"], "en_GB.UTF-8", "nowhere.json"),
        (["validate", "nowhere", "--lang", "zh", "--limit", "x"], "en_GB.UTF-8", "x 不是非负整数"),
        (["validate", "nowhere", "--lang=zh", "--limit", "x"], "C", "x 不是非负整数"),
        (["validate", "--limit", "x"], "zh_CN.UTF-8", "错误：参数 --limit：x 不是非负整数"),
        (["validate", "--limit", "x", "--lang", "en"], "zh_CN.UTF-8", "error: argument --limit: x is not"),
        (["--lang", "zh", "validate", "--limit", "x", "--lang=en"], "C", "error: argument --limit: x is not"),
        (["--lang=en", "validate", "--limit", "x", "--lang", "zh"], "C", "x 不是非负整数"),
        (["querry"], "zh_CN.UTF-8", "没有命令“querry”；是否想写 'query'？"),
    ],
)
def test_the_option_goes_before_the_locale(
    words: list[str], locale: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for variable in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LANG", locale)
    assert cli.main(words) == 2
    assert said in capsys.readouterr().err


def test_after_a_command_in_chinese_the_program_speaks_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--lang", "zh", "nonsense"])
    assert "没有命令" in capsys.readouterr().err
    assert spoken() == "en"
    assert cli.main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("usage: ")


def test_a_number_of_things_has_its_form() -> None:
    assert say_number("{number} rule", "{number} rules", 1) == "1 rule"
    assert say_number("{number} rule", "{number} rules", 1234) == "1,234 rules"
    with speaking("zh"):
        assert say_number("{number} rule", "{number} rules", 1) == "1 条规则"
        with speaking("en"):
            assert say("a text") == "a text"
        assert say("a text") == "文本"


def test_what_a_message_holds_is_never_taken_for_places() -> None:
    assert say("not found: {phrase}", phrase="{phrase!r} {0} {__class__}") == "not found: {phrase!r} {0} {__class__}"


@pytest.mark.slow
def test_an_installed_program_takes_the_language_from_its_locale() -> None:
    words = [sys.executable, "-m", "xiaogan_facts", "--help"]
    environment = {"LANG": "zh_CN.UTF-8", "PATH": ""}
    made = subprocess.run(words, capture_output=True, check=True, env=environment, cwd=ROOT)
    assert made.stdout.decode().startswith("用法：xiaogan-facts")


# The pages

PAGES = [ROOT / "README.zh-Hans.md", *sorted((ROOT / "docs").glob("*.zh-Hans.md"))]
TRANSLATED = ("use", "query", "curation", "problems")


def test_the_guides_are_there_in_both_languages() -> None:
    for name in TRANSLATED:
        english, chinese = (ROOT / "docs" / f"{name}{suffix}.md" for suffix in ("", ".zh-Hans"))
        assert f"]({chinese.name})" in english.read_text("utf-8").split("\n##")[0]
        assert f"]({english.name})" in chinese.read_text("utf-8").split("\n##")[0]


@pytest.mark.parametrize("name", [f"docs/{name}" for name in TRANSLATED] + ["README"])
def test_both_languages_show_the_same_blocks(name: str) -> None:
    """But for the page of problems, whose examples `test_codes.py` compares."""
    english, chinese = (
        re.findall(r"```.*?```", (ROOT / f"{name}{suffix}.md").read_text("utf-8"), re.DOTALL)
        for suffix in ("", ".zh-Hans")
    )
    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_line_is_folded_within_chinese(page: Path) -> None:
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    folded = re.findall(r"[\u4e00-\u9fff，。；：、].*\n(?![-|#>!<*]|\d+\.|    )[^\n]*[\u4e00-\u9fff].*", text)
    assert folded == [], "a line break within a paragraph shows as a blank between the characters"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_bold_words_are_shown_bold(page: Path) -> None:
    """GitHub shows the asterisks where punctuation stands just inside them and a Chinese character just outside."""
    assert re.findall(r"[，。；：、）”]\*\*[\u4e00-\u9fff]", page.read_text("utf-8")) == []
