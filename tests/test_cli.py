"""The command line: it loads no data library in vain, exits 0, 1 or 2, and never shows a traceback."""

from __future__ import annotations

import argparse
import json
import pkgutil
import subprocess
import sys
from importlib import metadata

import pytest

import xiaogan_facts
from tests.checkout import run_python
from xiaogan_facts import cli, commands
from xiaogan_facts.commands import COMMANDS
from xiaogan_facts.paths import DESCRIPTOR


def test_every_command_that_is_listed_exists_and_every_one_that_exists_is_listed() -> None:
    modules = {module.name for module in pkgutil.iter_modules(commands.__path__)}
    assert {name for name in modules if not name.startswith("_")} == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_registers_under_its_own_name_with_the_help_that_is_listed(command: str) -> None:
    subparsers = argparse.ArgumentParser().add_subparsers()
    cli.module(command).add_parser(subparsers)
    assert list(subparsers.choices) == [command]
    assert [action.help for action in subparsers._get_subactions()] == [COMMANDS[command]]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([command, "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: xiaogan-facts {command}")


def test_the_help_page_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--help"]) == 0
    page = " ".join(capsys.readouterr().out.split())
    assert [command for command, summary in COMMANDS.items() if f"{command} {summary}" not in page] == []


def test_the_version_is_that_of_the_installed_distribution(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--version"]) == 0
    version = metadata.version("xiaogan-facts")
    data = json.loads(DESCRIPTOR.read_text("utf-8"))["version"]
    assert capsys.readouterr().out == f"xiaogan-facts {version}, with the data of version {data}\n"


def test_the_help_page_loads_no_data_library() -> None:
    program = (
        "import sys; from xiaogan_facts import cli; cli.main(['--help']); "
        "print([each for each in ('duckdb', 'frictionless', 'pandera', 'polars') if each in sys.modules])"
    )
    code, printed, said = run_python("-c", program)
    assert (code, printed.splitlines()[-1], said) == (0, "[]", "")


def test_python_m_runs_the_command_line() -> None:
    code, printed, said = run_python("-m", "xiaogan_facts", "--version")
    assert (code, said) == (0, "")
    assert printed.startswith(f"xiaogan-facts {xiaogan_facts.__version__}, ")
    code, printed, said = run_python("-m", "xiaogan_facts", "nonsense")
    assert (code, printed) == (2, "")
    assert said.startswith("xiaogan-facts: there is no command 'nonsense'; there are: validate, ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["validate", "--limit", "x"], "argument --limit: x is not a whole number from 0 on"),
        (["validate", "--limit", "-1"], "argument --limit: -1 is not a whole number from 0 on"),
        (["query", "targets", "--timeout", "x"], "argument --timeout: x is not a time between 0 and 86400 seconds"),
    ],
)
def test_an_argument_that_is_no_number_is_refused_in_words(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["querry"], "query"),
        (["--lang", "en", "Validate", "x.json"], "validate"),
        (["--lang", "zh", "--lang", "en", "Validate"], "validate"),
        (["serch", "孝感"], "search"),
    ],
)
def test_a_command_that_there_is_not_is_answered_with_the_nearest(
    words: list[str], near: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert f"did you mean '{near}'?" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["query"], ["schemas", "--nonsense"]])
def test_words_that_make_no_command_are_refused_with_the_usage(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(words) == 2
    assert capsys.readouterr().err.startswith("usage: xiaogan-facts")


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (FileNotFoundError(2, "No such file or directory", "absent.json"), 2, "absent.json: No such file or directory"),
        (PermissionError(13, "Permission denied", "secret.csv"), 2, "secret.csv: Permission denied"),
        (ZeroDivisionError("division by zero"), 2, "a fault of this program, not of your data: ZeroDivisionError"),
        (RecursionError("too deep"), 2, "a fault of this program, not of your data: RecursionError"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
)
def test_whatever_stops_a_command_is_told_in_words(
    raised: BaseException, code: int, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_: object) -> int:
        raise raised

    monkeypatch.setattr("xiaogan_facts.commands.schemas.run", stop)
    assert cli.main(["schemas"]) == code
    written = capsys.readouterr().err
    assert written.startswith(f"xiaogan-facts: {said}")
    assert "Traceback" not in written


@pytest.mark.parametrize(("printed", "expected"), [("one line", 0), ("x" * 100_000, 2)])
def test_a_reader_that_leaves_early_gets_no_message_and_the_verdict_where_there_was_one(
    printed: str, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    # A short text is still held back when the command ends; a long one meets the closed pipe before there is a verdict.
    program = with_command(f"print('{printed}') or 0")
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait() == expected


def test_chinese_reaches_a_terminal_of_another_encoding_as_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    program = with_command("print('孝感') or 0")
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (result.returncode, result.stdout) == (0, "孝感\n".encode())


def with_command(expression: str) -> str:
    """A program that runs the command line with a command that does nothing but evaluate `expression`."""
    return (
        "import sys; from xiaogan_facts import cli; from xiaogan_facts.commands import schemas\n"
        f"schemas.run = lambda args: {expression}; sys.exit(cli.main(['schemas']))"
    )


def test_a_library_that_is_not_installed_is_named_with_what_installs_it() -> None:
    program = (
        "import sys; sys.modules['polars'] = None; from xiaogan_facts.cli import main; sys.exit(main(['validate']))"
    )
    code, out, said = run_python("-c", program)
    assert (code, out) == (2, "")
    assert said == (
        "xiaogan-facts: the library 'polars' is not installed here; help: run `make`, then `. .venv/bin/activate`\n"
    )
