"""A release's zip unpacked, and the validators of the second environment."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkout import ROOT, run_client

Client = Callable[[str, Path], Any]


@pytest.fixture(scope="session")
def unpacked(release_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What lies in the release's zip. Not to be changed."""
    folder = tmp_path_factory.mktemp("unpacked")
    [path] = release_folder.glob("*.zip")
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture(scope="session")
def client() -> Client:
    """Runs a script of tests/clients in the second environment, and gives what it prints as JSON."""
    return lambda script, path: run_client(f"{script}.py", str(path), folder=ROOT)
