"""The registry of problem codes is held to the source, to the fixtures that show each code, and to its page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from tests.checkout import ROOT
from tests.gate.test_fixtures import SAID
from xiaogan_facts import gate
from xiaogan_facts.gate.report.codes import CODES, Code
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.translation import LANGUAGES, Language
from xiaogan_facts.generated.problems import render

GATE = Path(gate.__path__[0])
TESTS = Path(__file__).parent

SHOWN_BY_A_TEST = {
    # a code that no file can show: a limit of size or time, or what the operating system forbids
    "file-too-large": "test_structured.py::test_a_json_file_larger_than_the_limit_is_not_read_on",
    "archive-too-dense": "test_survival.py::test_an_archive_that_unpacks_without_end_is_left",
    "descriptor-not-checked": "test_worker.py::test_a_descriptor_that_takes_for_ever_is_said_not_to_be_checked",
    "descriptor-too-large": "test_survival.py::test_a_descriptor_larger_than_the_limit_is_not_read_on",
    "file-unreadable": "test_package.py::test_a_file_that_may_not_be_read_is_named",
    "jsonSchema-not-checked": "test_survival.py::test_what_backtracks_for_ever_is_ended_and_said_not_to_be_checked",
    "pattern-not-checked": "test_survival.py::test_what_backtracks_for_ever_is_ended_and_said_not_to_be_checked",
}

MAKES_A_PROBLEM = {"Problem", "ProblemError", "SourceError"}
OF_EVERY_PROBLEM = {"line", "column", "field", "value", "table", "remedy", "severity", "file"}


def trees() -> Iterator[ast.Module]:
    for file in sorted(GATE.rglob("*.py")):
        yield ast.parse(file.read_text("utf-8"), str(file))


def made() -> list[tuple[str, ast.Call]]:
    """Every call in the gate that makes a problem of a code that stands there, with the code."""
    found = []
    for tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _makes_a_problem(node.func):
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg in ("code", "rule"))]
                found += [(each.value, node) for each in given if isinstance(each, ast.Constant)]
    return [(code, call) for code, call in found if isinstance(code, str)]


def _makes_a_problem(function: ast.expr) -> bool:
    if isinstance(function, ast.Attribute) and function.attr == "of":
        function = function.value
    return isinstance(function, ast.Name) and function.id in MAKES_A_PROBLEM


def places(*templates: str) -> set[str]:
    return {name for template in templates for _, name, _, _ in Formatter().parse(template) if name}


def test_every_code_that_the_gate_gives_is_registered() -> None:
    assert {code for code, _ in made()} - CODES.keys() == set()


def test_every_registered_code_is_given_somewhere() -> None:
    texts = {node.value for tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    composed = {f"{code}-not-checked" for code in ("pattern", "jsonSchema")} if "-not-checked" in texts else set()
    assert CODES.keys() - texts - composed == set()


@pytest.mark.parametrize(
    ("code", "call"),
    [pytest.param(code, call, id=code) for code, call in made() if isinstance(call.func, ast.Attribute)],
)
def test_every_place_of_a_template_is_given(code: str, call: ast.Call) -> None:
    named = {word.arg for word in call.keywords if word.arg}
    unpacked = any(word.arg is None for word in call.keywords)
    wanted = places(CODES[code].said.expected, CODES[code].said.remedy) - {"field"}
    assert named - OF_EVERY_PROBLEM <= wanted
    assert wanted <= named or unpacked


def test_a_code_that_is_not_registered_cannot_be_given() -> None:
    with pytest.raises(KeyError, match="quote-strange"):
        Problem.of("quote-strange", "data.csv")


def test_a_problem_has_the_words_of_its_code() -> None:
    problem = Problem.of("cell-extra", "data.csv", line=3, column=4, table="data", cells="3 cells", also=5)
    assert (problem.rule, problem.severity, problem.line, problem.column) == ("cell-extra", "error", 3, 4)
    assert problem.expected == "3 cells; the record has 5"
    assert problem.remedy == CODES["cell-extra"].said.remedy


def test_a_check_may_know_a_better_remedy_or_severity() -> None:
    problem = Problem.of("label-missing", "data.csv", field="name", remedy="rename it", severity="warning")
    assert (problem.expected, problem.remedy, problem.severity) == ("a column 'name'", "rename it", "warning")
    assert Problem.of("label-missing", "data.csv", remedy=None).remedy == CODES["label-missing"].said.remedy


def test_every_code_is_shown_by_a_fixture_or_by_the_test_that_is_named() -> None:
    in_fixtures = {rule for said in SAID.values() for rule, *_ in said}
    assert in_fixtures | SHOWN_BY_A_TEST.keys() == CODES.keys()
    assert in_fixtures & SHOWN_BY_A_TEST.keys() == set(), "a fixture shows this: take it from the list"


@pytest.mark.parametrize(("code", "test"), SHOWN_BY_A_TEST.items(), ids=SHOWN_BY_A_TEST)
def test_the_test_that_is_named_speaks_of_the_code(code: str, test: str) -> None:
    file, _, name = test.partition("::")
    text = (TESTS / file).read_text("utf-8")
    (found,) = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name]
    spoken = [node.value for node in ast.walk(found) if isinstance(node, ast.Constant)]  # with its decorators
    assert code in spoken


def test_a_code_stands_once_in_the_registry() -> None:
    headings = re.findall(r"^\[\w+\.([\w-]+)\]$", (GATE / "report" / "codes.toml").read_text("utf-8"), re.MULTILINE)
    assert headings == list(CODES)


SENTENCES: dict[Language, str] = {"en": r"[A-Z`].*\.", "zh": r".*[。]"}
"""What an explanation in a language looks like."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_code_is_explained(code: Code, language: Language) -> None:
    texts = code.texts[language]
    assert re.fullmatch(r"[A-Za-z0-9]+(-[a-z0-9]+)*", code.name)
    assert code.severity in ("error", "warning", "notice")
    for sentence in (texts.means, texts.why):
        assert re.fullmatch(SENTENCES[language], sentence, re.DOTALL)
    for message in (texts.expected, texts.remedy):
        assert message
        assert not message.endswith((".", "。"))
        assert "mend" not in message
    assert texts.example.count("```") % 2 == 0


@pytest.mark.parametrize("code", CODES.values(), ids=CODES)
def test_a_code_says_the_same_in_both_languages(code: Code) -> None:
    english, chinese = code.texts["en"], code.texts["zh"]
    for one, other in ((english.expected, chinese.expected), (english.remedy, chinese.remedy)):
        assert places(one) == places(other)
    for text in (chinese.means, chinese.why):
        assert re.search(r"[\u4e00-\u9fff]", text)
        assert "\n" not in text, "a line break within Chinese shows as a blank"
    examples = (re.findall(r"```.*?```", texts.example, re.DOTALL) for texts in (english, chinese))
    assert next(examples) == next(examples)
    prose = re.sub(r"```.*?```|`[^`]*`", "", english.example, flags=re.DOTALL)
    assert bool(re.search(r"[a-z]{2}", prose)) == (english.example != chinese.example)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_current_and_leads_to_every_code(language: Language) -> None:
    page = render(ROOT, language)
    assert page.current, f"{page.path.name} is not what the registry says: run `xiaogan-facts docs`"
    for code in CODES.values():
        assert page.text.count(f"\n### {code.name}\n") == 1
        assert page.text.count(f"(#{code.anchor})") == 1
