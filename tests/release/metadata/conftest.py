"""A release built once, its zip unpacked, and the validators of the second environment."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import ROOT, run_client
from xiaogan_facts.release._build import release

Client = Callable[[str, Path], Any]


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a release. Not to be changed."""
    folder = tmp_path_factory.mktemp("metadata") / "release"
    release(folder)
    return folder


@pytest.fixture(scope="session")
def unpacked(released: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in the release's zip. Not to be changed."""
    folder = tmp_path_factory.mktemp("unpacked")
    [path] = released.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def client() -> Client:
    """Runs a script of tests/clients in the second environment, and gives what it prints as JSON."""
    return lambda script, path: run_client(f"{script}.py", str(path), folder=ROOT)
