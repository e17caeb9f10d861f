"""What the tests of the rules share: the typed tables of the base archive, and its invented article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rules.base_archive import BASE, Frames, lay_out
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.tables.table import read_typed


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Frames:
    """The typed tables of the base archive."""
    package = load(lay_out(tmp_path_factory.mktemp("base")))
    return {resource.name: read_typed(package, resource.name) for resource in package.resources}


@pytest.fixture
def tables(base: Frames, tmp_path: Path) -> Callable[..., Frames]:
    """The typed tables of the base archive, with the files of the given folders in place of its own."""

    def read(*changed: Path) -> Frames:
        names = [name for name in base if any((folder / f"{name}.csv").exists() for folder in changed)]
        package = load(lay_out(tmp_path, *changed))
        return base | {name: read_typed(package, name) for name in names}

    return read


@pytest.fixture(scope="session")
def text() -> str:
    """The invented article."""
    return (BASE / "invented.txt").read_bytes().decode("utf-8")
