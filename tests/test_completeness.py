"""`pytest --complete`, which CI asks for: a run in which a test was left out has failed, and says which."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.checkout import run_python

CONFTEST = Path(__file__).with_name("conftest.py")


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose only test passes, with the tests' real conftest.py, and no article beside it."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    folder = tmp_path / "checkout"
    (folder / "tests").mkdir(parents=True)
    shutil.copy(CONFTEST, folder / "tests")
    (folder / "pyproject.toml").write_text('[tool.pytest]\ntestpaths = ["tests"]\nmarkers = ["article", "r"]\n')
    plant(folder, "test_good.py", "def test_good(): pass")
    return folder


def plant(checkout: Path, name: str, text: str) -> None:
    (checkout / "tests" / name).write_text(text + "\n", encoding="utf-8")


def run(checkout: Path, *options: str) -> tuple[int, str]:
    """The exit code and the output of pytest in that checkout."""
    return run_python("-m", "pytest", "-p", "no:cacheprovider", *options, folder=checkout)[:2]


def test_a_run_of_all_tests_passes(checkout: Path) -> None:
    assert run(checkout, "--complete")[0] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        (
            "test_skipped.py",
            "import pytest\n@pytest.mark.skip\ndef test_one(): pass",
            "tests/test_skipped.py::test_one: skipped",
        ),
        (
            "test_whole.py",
            "import pytest\npytest.importorskip('no_such_module')\ndef test_one(): pass",
            "tests/test_whole.py: skipped as a whole",
        ),
        ("check_name.py", "def test_one(): pass", "tests/check_name.py: not collected"),
    ],
)
def test_a_test_that_was_not_run_fails_a_complete_run_and_no_other(
    checkout: Path, name: str, text: str, said: str
) -> None:
    plant(checkout, name, text)
    code, output = run(checkout, "--complete")
    assert code == 1
    assert said in output.splitlines()
    assert run(checkout)[0] == 0


def test_a_deselected_test_fails_a_complete_run(checkout: Path) -> None:
    plant(checkout, "test_other.py", "def test_other(): pass")
    code, output = run(checkout, "--complete", "-k", "good")
    assert code == 1
    assert "tests/test_other.py::test_other: deselected" in output.splitlines()


def test_a_run_of_no_test_fails(checkout: Path) -> None:
    (checkout / "tests" / "test_good.py").unlink()
    code, output = run(checkout, "--complete")
    assert code != 0
    assert "no test was run" in output.splitlines()


def test_a_failing_test_still_fails_a_complete_run(checkout: Path) -> None:
    plant(checkout, "test_bad.py", "def test_bad(): assert False")
    assert run(checkout, "--complete")[0] == 1


def test_a_test_of_the_article_may_be_left_out_where_there_is_no_article(checkout: Path) -> None:
    plant(checkout, "test_article.py", "def test_one(article): assert article.is_file()")
    code, output = run(checkout, "--complete")
    assert code == 0
    assert "1 passed, 1 skipped" in output


def test_a_test_of_r_may_not_be_left_out(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(checkout))
    plant(checkout, "test_r.py", "import pytest\n@pytest.mark.r\ndef test_one(): pass")
    assert run(checkout, "--complete")[0] == 1


def test_with_the_article_at_hand_its_tests_run(checkout: Path) -> None:
    lay_the_article_beside(checkout)
    plant(checkout, "test_article.py", "def test_one(article): assert article.is_file()")
    code, output = run(checkout, "--complete")
    assert code == 0
    assert "2 passed" in output


def test_with_the_article_at_hand_a_test_of_it_that_is_skipped_fails_a_complete_run(checkout: Path) -> None:
    lay_the_article_beside(checkout)
    plant(checkout, "test_article.py", "import pytest\ndef test_one(article): pytest.skip('for no reason')")
    code, output = run(checkout, "--complete")
    assert code == 1
    assert "tests/test_article.py::test_one: skipped" in output.splitlines()


def lay_the_article_beside(checkout: Path) -> None:
    source = checkout.parent / "shared" / "source"
    source.mkdir(parents=True)
    (source / "article.txt").write_text("some text", encoding="utf-8")
