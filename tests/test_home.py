"""The project's home is said in one place, from which all else takes it; a placeholder shows nowhere."""

from __future__ import annotations

import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.checkout import ROOT
from xiaogan_facts import cli, home
from xiaogan_facts.commands import release
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.generated import readme as pages

FILES = ("pyproject.toml", "README.md", "README.zh-Hans.md", "CITATION.cff")
RENDERED = pages.PAGES


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the files that speak of the home, in which it is known."""
    for name in FILES:
        shutil.copy(ROOT / name, tmp_path)
    project = tmp_path / "pyproject.toml"
    text = project.read_text("utf-8")
    assert text.count(f"/{home.PLACEHOLDER}/") == 1
    project.write_text(text.replace(f"/{home.PLACEHOLDER}/", "/jane-doe/"), "utf-8")
    return tmp_path


def test_what_is_committed_is_current() -> None:
    assert all(render(ROOT).current for render in RENDERED)


def test_a_part_that_was_edited_by_hand_is_not_current(checkout: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for name in ("README.md", "README.zh-Hans.md"):
        text = (checkout / name).read_text("utf-8")
        (checkout / name).write_text(text.replace("repo: local", "repo: elsewhere"), "utf-8")
    assert [render(checkout).current for render in RENDERED] == [False, False, True]


def test_no_page_has_a_placeholder_for_its_reader_to_fill_in() -> None:
    pages_of_readers = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "CITATION.cff"]
    assert [page.name for page in pages_of_readers if home.PLACEHOLDER in page.read_text("utf-8")] == []


def test_a_home_that_is_known_is_everywhere(checkout: Path) -> None:
    for render in RENDERED:
        made = render(checkout)
        assert "https://github.com/jane-doe/xiaogan-facts" in made.text
        made.write()
        assert render(checkout).current
    for name in ("README.md", "README.zh-Hans.md"):
        text = (checkout / name).read_text("utf-8")
        assert "- uses: jane-doe/xiaogan-facts@v" in text
        assert "hooks: [{ id: validate-data-package, args: [path/to/datapackage.json] }]" in text
        assert "/actions/workflows/ci.yml/badge.svg" in text
    assert "repository-code: https://github.com/jane-doe/xiaogan-facts\n" in (checkout / "CITATION.cff").read_text()


def test_a_home_that_is_lost_again_leaves_nothing_behind(checkout: Path) -> None:
    for render in RENDERED:
        render(checkout).write()
    shutil.copy(ROOT / "pyproject.toml", checkout)
    for render, name in zip(RENDERED, FILES[1:], strict=True):
        assert render(checkout).text == (ROOT / name).read_text("utf-8")


def test_a_page_without_the_marks_is_refused(checkout: Path) -> None:
    (checkout / "README.md").write_text("# xiaogan-facts\n", "utf-8")
    with pytest.raises(CannotRunError, match=r"README\.md: it lacks the two marks around its badges"):
        pages.english(checkout)


def test_a_program_installed_before_its_home_was_said_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: EmailMessage())
    assert home.repository() is None


def test_without_a_home_only_a_draft_is_built(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert home.repository() is None, "once the owner is known, this test and the next go"
    assert cli.main(["release", "-o", str(tmp_path / "release")]) == 2
    assert "pyproject.toml has a placeholder for that; help: write the owner there" in capsys.readouterr().err
    assert not (tmp_path / "release").exists()


def test_with_a_home_a_release_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(release, "repository", lambda: "https://github.com/jane-doe/xiaogan-facts")
    monkeypatch.setattr(release, "archive_is_valid", lambda: False)
    assert cli.main(["release", "-o", str(tmp_path / "release")]) == 1


@pytest.mark.parametrize(
    ("address", "found"),
    [("https://github.com/OWNER/x", None), ("https://github.com/MYOWNER/x", "https://github.com/MYOWNER/x")],
)
def test_the_placeholder_is_a_whole_part_of_the_address(address: str, found: str | None) -> None:
    assert home.known(address) == found
