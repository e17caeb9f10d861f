"""The archive as a release reads it."""

from __future__ import annotations

import pytest

from xiaogan_facts.paths import DATAPACKAGE
from xiaogan_facts.release.snapshot import Snapshot


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """The archive, read once. Not to be changed."""
    return Snapshot.read(DATAPACKAGE)
