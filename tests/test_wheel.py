"""The wheel carries the archive: whoever installs it has the data, offline, and the command line, from any folder."""

from __future__ import annotations

import json
import os
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import pytest

from tests.checkout import ROOT, run

pytestmark = pytest.mark.slow

CARRIED = ("datapackage", "schemas", "queries")


@dataclass(frozen=True)
class Installed:
    """A fresh environment in which the wheel, and nothing of the checkout, is installed; and an unrelated folder."""

    environment: Path
    elsewhere: Path

    def run(self, program: str, *words: str) -> str:
        """What a program of the environment prints when it is run in the unrelated folder."""
        scripts = sysconfig.get_path("scripts", "venv", {"base": str(self.environment)})
        suffix = ".exe" if os.name == "nt" else ""
        return output([str(Path(scripts) / f"{program}{suffix}"), *words], self.elsewhere)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("wheel")
    environment, elsewhere = folder / "environment", folder / "elsewhere"
    elsewhere.mkdir()
    output([sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)], ROOT)
    [wheel] = folder.glob("xiaogan_facts-*.whl")
    venv.create(environment, with_pip=True, symlinks=os.name != "nt")
    fresh = Installed(environment, elsewhere)
    fresh.run("python", "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", str(wheel))
    # The locked dependencies are those of the environment that runs the tests; of the project it lends nothing.
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(environment)}))
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return fresh


def output(command: list[str], folder: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    code, printed, said = run(command, folder, environment)
    assert code == 0, f"{command}\n{printed}{said}"
    return printed


def contents(root: Path) -> Mapping[str, bytes]:
    """Each file of the archive under that folder: its path there, and its bytes."""
    files = (file for name in CARRIED for file in (root / name).rglob("*") if file.is_file())
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in files}


def test_the_wheel_carries_the_whole_archive_byte_for_byte(installed: Installed) -> None:
    root = Path(installed.run("python", "-c", "from xiaogan_facts import paths; print(paths.ROOT)").strip())
    assert root.is_relative_to(installed.environment.resolve())
    carried = contents(root)
    assert {path.split("/")[0] for path in carried} == set(CARRIED)
    assert carried == contents(ROOT)


def test_the_wheel_carries_both_licences_and_the_mark_of_typed_code(installed: Installed) -> None:
    files = json.loads(
        installed.run(
            "python",
            "-c",
            "import importlib.metadata as m, json; print(json.dumps([str(f) for f in m.files('xiaogan-facts')]))",
        )
    )
    names = {Path(file).name for file in files}
    assert {"LICENSE", "LICENSE-DATA.md", "py.typed"} <= names


def test_the_command_gives_its_version_in_another_folder(installed: Installed) -> None:
    said = installed.run("xiaogan-facts", "--version")
    assert said.startswith(f"xiaogan-facts {metadata.version('xiaogan-facts')}, with the data of version ")


def test_the_installed_gate_finds_the_installed_archive_valid(installed: Installed) -> None:
    assert json.loads(installed.run("xiaogan-facts", "validate", "--format", "json"))["valid"] is True


def test_the_installed_archive_can_be_queried(installed: Installed) -> None:
    counted = installed.run("xiaogan-facts", "query", "SELECT count(*) AS facts FROM facts", "--format", "json")
    assert json.loads(counted)[0]["facts"] > 200


def test_the_installed_archive_is_released_byte_for_byte_as_the_checkout_is(
    installed: Installed, release_folder: Path
) -> None:
    installed.run("xiaogan-facts", "release", "--draft", "--output", str(installed.elsewhere / "dist"))
    hashes = installed.elsewhere / "dist" / "SHA256SUMS"
    assert hashes.read_bytes() == (release_folder / "SHA256SUMS").read_bytes()
