"""Generated files that are committed are current; if one is not, the check names it and the command that writes it."""

from __future__ import annotations

import inspect
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import xiaogan_facts
from tests.checkout import ROOT
from xiaogan_facts.cli import main, parser
from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.commands.docs import pages
from xiaogan_facts.generated import file as generated
from xiaogan_facts.generated import python_api, readme

Run = Callable[..., tuple[int, str]]
PAGES = pages(parser().parse_args(["docs"]).parsers)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout of one table, current in all its files, which the commands take for their own."""
    schema = {
        "title": "Towns",
        "title@zh": "城镇",
        "description": "A row is a town.",
        "description@zh": "一行一个城镇。",
        "fields": [
            {
                "name": "kind",
                "type": "string",
                "title": "Kind",
                "title@zh": "类型",
                "description": "What it is.",
                "description@zh": "是什么。",
                "example": "a|b",
                "constraints": {"enum": ["a|b"]},
                "categories": [{"value": "a|b", "label": "Either", "label@zh": "任一"}],
                "missingValues": [{"value": "", "label": "Not known", "label@zh": "不详"}],
            },
        ],
    }
    for folder in ("schemas", "datapackage", "docs"):
        (tmp_path / folder).mkdir()
    write(tmp_path / "schemas" / "towns.json", schema)
    write(
        tmp_path / "datapackage" / "datapackage.json", {"name": "t", "resources": [{"name": "towns", "path": "t.csv"}]}
    )
    for name in ("pyproject.toml", "README.md", "README.zh-Hans.md", "CITATION.cff"):
        shutil.copy(ROOT / name, tmp_path)
    monkeypatch.setattr(generated, "CHECKOUT", tmp_path)
    assert main(["schemas"]) == 0
    assert main(["docs"]) == 0
    return tmp_path


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command and gives its exit code and what it wrote to the terminal."""

    def run(*words: str) -> tuple[int, str]:
        capfd.readouterr()
        code = main(words)
        return code, "".join(capfd.readouterr())

    return run


def write(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("command", ["schemas", "docs"])
def test_what_is_committed_is_current(command: str, run: Run) -> None:
    code, said = run(command, "--check")
    assert code == 0, said


@pytest.mark.parametrize("page", [page for page in PAGES if page not in readme.PAGES])  # see test_home.py
def test_a_page_that_is_not_current_is_named_with_the_command_that_writes_it(
    page: Callable[[Path], generated.Generated], checkout: Path, run: Run
) -> None:
    file = page(checkout).path
    file.write_text("old", encoding="utf-8")
    name = file.relative_to(checkout).as_posix()

    code, said = run("docs", "--check")

    assert code == 1
    assert [line for line in said.splitlines() if not line.endswith(" is current")] == [
        f"{name} is not current; help: run xiaogan-facts docs"
    ]
    assert file.read_text("utf-8") == "old"
    assert f"{name} written" in run("docs")[1].splitlines()
    assert run("docs", "--check")[0] == 0


def test_no_page_depends_on_the_width_of_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert run("docs", "--check")[0] == 0


def test_the_schema_and_its_words_are_written_into_the_descriptor(checkout: Path) -> None:
    schema = json.loads((checkout / "schemas" / "towns.json").read_text("utf-8"))
    [resource] = json.loads((checkout / "datapackage" / "datapackage.json").read_text("utf-8"))["resources"]
    assert resource["schema"] == schema
    assert (resource["title"], resource["title@zh"], resource["path"]) == ("Towns", "城镇", "t.csv")


def test_a_schema_that_differs_is_named_with_the_command_that_writes_it_in(checkout: Path, run: Run) -> None:
    file = checkout / "schemas" / "towns.json"
    file.write_text(file.read_text("utf-8").replace("Towns", "Cities"), encoding="utf-8")
    before = (checkout / "datapackage" / "datapackage.json").read_bytes()

    code, said = run("schemas", "--check")

    assert code == 1
    assert "datapackage/datapackage.json: the schema of 'towns' is not that of schemas/towns.json" in said
    assert said.rstrip().endswith("xiaogan-facts schemas")
    assert (checkout / "datapackage" / "datapackage.json").read_bytes() == before
    assert run("schemas")[0] == 0
    assert run("schemas", "--check") == (0, "datapackage/datapackage.json is current\n")


def test_a_descriptor_that_differs_only_in_its_layout_is_not_current(checkout: Path, run: Run) -> None:
    file = checkout / "datapackage" / "datapackage.json"
    file.write_text(file.read_text("utf-8") + "\n", encoding="utf-8")
    assert run("schemas", "--check")[0] == 1


def test_a_table_that_has_a_schema_but_no_resource_stops_the_command(checkout: Path, run: Run) -> None:
    write(checkout / "schemas" / "rivers.json", {"fields": []})
    code, said = run("schemas")
    assert code == 2
    assert "the table 'rivers' lacks a resource in datapackage/datapackage.json" in said


def test_a_resource_without_a_schema_file_stops_the_command(checkout: Path, run: Run) -> None:
    (checkout / "schemas" / "towns.json").unlink()
    code, said = run("schemas")
    assert code == 2
    assert "the table 'towns' lacks a file schemas/towns.json" in said


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"fields": [}', "schemas/towns.json:1:13: not JSON"),
        (b"[]", "schemas/towns.json: a JSON object was expected"),
        (b'{"title": "\xff"}', "schemas/towns.json: not UTF-8 (byte 11)"),
    ],
)
def test_a_schema_file_that_cannot_be_read_is_named_with_its_place(
    checkout: Path, run: Run, content: bytes, message: str
) -> None:
    (checkout / "schemas" / "towns.json").write_bytes(content)
    code, said = run("schemas", "--check")
    assert code == 2
    assert message in said


@pytest.mark.parametrize("resources", [None, ["towns"], [{"path": "t.csv"}]])
def test_a_descriptor_without_named_resources_stops_the_command(checkout: Path, run: Run, resources: object) -> None:
    write(checkout / "datapackage" / "datapackage.json", {"resources": resources})
    code, said = run("schemas")
    assert code == 2
    assert "`resources` must be a list of objects, each with a `name`" in said


def test_the_dictionary_has_every_column_in_both_languages_with_codes_and_missing_values(checkout: Path) -> None:
    text = (checkout / "docs" / "dictionary.md").read_text("utf-8")
    assert "## towns" in text
    [row] = [line for line in text.splitlines() if "`kind` |" in line]
    for words in (
        "**Kind** · **类型**",
        "What it is.<br>是什么。",
        r"`a\|b` Either · 任一",
        "empty 空: Not known · 不详",
    ):
        assert words in row


def test_a_bar_in_a_value_does_not_end_the_cell_of_the_dictionary(checkout: Path) -> None:
    text = (checkout / "docs" / "dictionary.md").read_text("utf-8")
    [row] = [line for line in text.splitlines() if "`kind` |" in line]
    assert row.replace(r"\|", "").count("|") == 6


def test_the_dictionary_begins_with_every_column_each_a_link_to_its_row(checkout: Path) -> None:
    contents, _, body = (checkout / "docs" / "dictionary.md").read_text("utf-8").partition("\n## ")
    assert "[`kind`](#towns-kind)" in contents
    assert '| <a id="towns-kind"></a>`kind` ' in body


def test_nothing_is_written_where_the_descriptor_is_broken(checkout: Path, run: Run) -> None:
    (checkout / "datapackage" / "datapackage.json").write_text("{", encoding="utf-8")
    (checkout / "docs" / "python.md").write_text("old", encoding="utf-8")
    code, said = run("docs")
    assert code == 2
    assert "datapackage.json" in said
    assert (checkout / "docs" / "python.md").read_text("utf-8") == "old"


@pytest.mark.parametrize("command", ["schemas", "docs"])
def test_an_installed_package_says_that_it_has_nothing_to_edit(
    command: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generated, "CHECKOUT", None)
    code, said = run(command)
    assert code == 2
    assert "in a checkout" in said


# The references


def sections(text: str) -> dict[str, str]:
    """The text below each heading of the second level."""
    return {part.partition("\n")[0].strip("`"): part for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]}


COMMAND_LINE = sections(PAGES[0](Path()).text)
PYTHON = sections(python_api.render(Path()).text)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_has_every_option_that_the_help_of_a_command_shows(command: str, run: Run) -> None:
    options = re.findall(r"^  (?:-\w[^,]*, )?(--[\w-]+)", run(command, "--help")[1], flags=re.MULTILINE)
    assert len(options) > 1
    assert [option for option in options if f"`{option}" not in COMMAND_LINE[command]] == ["--help"]


@pytest.mark.parametrize("command", COMMANDS)
def test_the_reference_says_what_the_exit_codes_of_a_command_mean(command: str) -> None:
    assert f"`{command}`" in COMMAND_LINE["Exit codes"]


@pytest.mark.parametrize("name", [name for name in xiaogan_facts.__all__ if not name.startswith("__")])
def test_the_reference_has_the_words_and_the_parameters_of_every_public_name(name: str) -> None:
    offered = getattr(xiaogan_facts, name)
    section = PYTHON[f"xiaogan_facts.{name}"]
    assert (inspect.getdoc(offered) or "no docstring").splitlines()[0] in section
    if inspect.isfunction(offered):
        parameters = inspect.signature(offered).parameters
        assert [each for each in parameters if not re.search(rf"\b{each}: ", section)] == []


def test_the_reference_has_the_classes_of_what_is_returned_with_their_fields_and_methods() -> None:
    assert "- `problems: Problems`" in PYTHON["Report"]
    assert "- `remedy: str`" in PYTHON["Problem"]
    assert "Report.count(severity: Literal['error', 'warning', 'notice']) -> int" in PYTHON["Report"]
