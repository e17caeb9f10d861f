"""A tiny archive of our own invention, built to the archive's schemas, and the database that is made of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from xiaogan_facts import connect
from xiaogan_facts.paths import DESCRIPTOR

TINY = Path(__file__).parent / "tiny"


@pytest.fixture(scope="session")
def tiny_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the archive's own descriptor and a handful of invented rows a table. Not to be changed."""
    folder = shutil.copytree(TINY, tmp_path_factory.mktemp("tiny") / "archive")
    shutil.copy(DESCRIPTOR, folder)
    return folder


@pytest.fixture
def archive(tiny_archive: Path, tmp_path: Path) -> Path:
    """The tiny archive, to be broken at will."""
    return shutil.copytree(tiny_archive, tmp_path / "archive")


@pytest.fixture(scope="session")
def tiny(tiny_archive: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The tiny archive's database. Not to be changed."""
    with connect(tiny_archive) as connection:
        yield connection
