"""The archive as a release reads it, and what is in the folder of one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """The archive, read once. Not to be changed."""
    return Snapshot.read(DATAPACKAGE)


def contents(folder: Path) -> dict[str, str]:
    """The hash of each file."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}
