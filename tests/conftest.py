"""What all tests share: the checkout, the article where there is a copy, and `--complete`: no test may be left out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from xiaogan_facts import Archive

ROOT = Path(__file__).resolve().parents[1]
ARTICLE = Path(os.environ.get("XIAOGAN_ARTICLE", ROOT.parent / "shared" / "source" / "article.txt"))


def has_r() -> bool:
    """Whether R is at hand, with the packages that open a release."""
    if not (program := shutil.which("Rscript")):
        return False
    asked = "quit(status = !all(sapply(c('readr', 'RSQLite'), requireNamespace, quietly = TRUE)))"
    return subprocess.run([program, "-e", asked], capture_output=True, check=False).returncode == 0


VNU = ROOT / "xiaogan_facts" / "site" / "web" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


def has_browser() -> bool:
    """Whether Chromium is at hand, and the site's bundles, which Node makes."""
    from xiaogan_facts.site.scripts import has_bundles

    return bool(CHROMIUM) and has_bundles()


def has_validator() -> bool:
    """Whether Java is at hand, and the validator of HTML that it runs, which `make bundles` installs."""
    return bool(shutil.which("java")) and VNU.is_file()


def has_spark() -> bool:
    """Whether Java is at hand, and Spark for Python."""
    return bool(shutil.which("java")) and all(map(find_spec, ("pyspark", "pandas", "pyarrow")))


WHERE_THERE_IS = {
    "java": (has_validator, "no Java, or no validator of HTML (make bundles, with Node)"),
    "browser": (has_browser, "no Chromium, or no bundles of the site (make bundles, with Node)"),
    "spark": (has_spark, "no Java, or no Spark in this environment (make spark)"),
    "article": (ARTICLE.is_file, "no copy of the article at ../shared/source/article.txt or $XIAOGAN_ARTICLE"),
    "r": (has_r, "no R with the packages readr and RSQLite"),
}
"""The marks of tests that need what not everybody has: whether it is here, and what to say where it is not."""


def is_for_spark() -> bool:
    """Whether this is the environment of Spark, see the Makefile."""
    return find_spec("pyspark") is not None


MUST_BE_THERE = {"article": ARTICLE.is_file, "spark": is_for_spark}
"""Those of them that even a complete run may lack, unless this is true."""


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A folder for what the program keeps for its user, so that no test reads or writes the developer's."""
    os.environ["LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def article() -> Path:
    """The received copy of the article. A test that asks for it is skipped where there is none."""
    return ARTICLE


@pytest.fixture(scope="session")
def opened() -> Archive:
    """The archive, opened once for all tests and for whatever reads it in this process. Not to be changed."""
    from xiaogan_facts.archive import shared

    return shared()


@pytest.fixture(scope="session")
def sealed() -> Iterator[DuckDBPyConnection]:
    """The archive's database as the command `query` opens it. Not to be changed."""
    from xiaogan_facts import connect

    with connect(sealed=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def small_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of one small table, for tests that query and need no facts. Not to be changed."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "fruits.csv").write_text("fruit_id,name_zh\napple,苹果\npear,梨\n", encoding="utf-8")
    fields = [{"name": name, "type": "string"} for name in ("fruit_id", "name_zh")]
    fruits = {"name": "fruits", "path": "fruits.csv", "schema": {"fields": fields, "primaryKey": ["fruit_id"]}}
    (folder / "datapackage.json").write_text(json.dumps({"name": "small", "resources": [fruits]}), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def release_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the archive as it stands. Not to be changed."""
    from xiaogan_facts.release import release

    return made_once(tmp_path_factory, "release", release)


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that one of the processes of a test run makes, and all others use."""
    room = factory.getbasetemp()
    room = (room.parent if "PYTEST_XDIST_WORKER" in os.environ else room) / f"made-{name}"
    folder, done, failed = room / "folder", room / "done", room / "failed"
    try:
        room.mkdir()
    except FileExistsError:
        while not done.exists() and not failed.exists():
            sleep(0.1)
        assert done.exists(), f"{name} could not be made: see the other process"
        return folder
    try:
        make(folder)
    except BaseException:
        failed.touch()
        raise
    done.touch()
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--complete",
        action="store_true",
        help="fail when a test was skipped, deselected or not collected (without the article or R, their own may be)",
    )


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--complete"):
        config.pluginmanager.register(Completeness(config.rootpath / "tests", config.args))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the article bears its mark; what bears a mark is skipped where the thing is not at hand."""
    for item in items:
        if "article" in getattr(item, "fixturenames", ()):
            item.add_marker("article")
    for mark, (at_hand, reason) in WHERE_THERE_IS.items():
        marked = [item for item in items if item.get_closest_marker(mark)]
        if marked and not at_hand():
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=reason))


class Completeness:
    """Counts the tests that ran, and fails the run when one did not that is written in what was asked for."""

    def __init__(self, folder: Path, asked: Iterable[str]) -> None:
        self.folder = folder
        self.asked = [folder.parent / each.partition("::")[0] for each in asked]
        self.ran = 0
        self.collected: set[Path] = set()
        self.left_out: list[str] = []

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        self.collected.add(item.path)

    def pytest_deselected(self, items: Iterable[pytest.Item]) -> None:
        self.left_out += [f"{item.nodeid}: deselected" for item in items]

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.skipped:
            self.left_out.append(f"{report.nodeid}: skipped as a whole")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.collected.add(self.folder.parent / report.nodeid.partition("::")[0])
        if report.skipped and not hasattr(report, "wasxfail"):
            if all(must() for mark, must in MUST_BE_THERE.items() if mark in report.keywords):
                self.left_out.append(f"{report.nodeid}: skipped")
        elif report.when == "call":
            self.ran += 1

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a process that ran some of the tests has left out."""
        self.left_out += getattr(node, "workeroutput", {}).get("left_out", [])

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["left_out"] = [line for line in self.left_out if not line.endswith(": skipped")]
            return
        a_test = re.compile(r"^\s*def test_", re.MULTILINE)
        for path in sorted(self.folder.rglob("*.py")):
            asked = any(path.is_relative_to(each) for each in self.asked)
            if asked and path not in self.collected and a_test.search(path.read_text(encoding="utf-8")):
                self.left_out.append(f"{path.relative_to(self.folder.parent).as_posix()}: not collected")
        if not self.ran:
            self.left_out.append("no test was run")
        if self.left_out and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.left_out:
            terminalreporter.section("left out, and --complete was asked for", red=True)
            for line in self.left_out:
                terminalreporter.line(line)
