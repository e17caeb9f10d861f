"""DuckDB: the database that `connect()` gives, as a file, for DuckDB 1.4 and newer."""

from __future__ import annotations

from pathlib import Path

from xiaogan_facts.database.connection import write_file
from xiaogan_facts.release.snapshot import Snapshot

REPRODUCIBLE = ("SET threads = 1", "SET force_compression = 'uncompressed'")
"""One thread keeps the order of writing; compressed strings end in whatever the memory held (duckdb issue 23382)."""


def write(path: Path, archive: Snapshot) -> None:
    """Write the tables, keys, comments, macros and views."""
    write_file(path, archive.package.base / archive.package.file, REPRODUCIBLE)
