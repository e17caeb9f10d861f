"""DuckDB: the database that `connect()` gives, as a file, for DuckDB 1.4 and newer."""

from __future__ import annotations

from pathlib import Path

import duckdb

from xiaogan_facts.database.connection import build
from xiaogan_facts.database.ddl import text
from xiaogan_facts.release.snapshot import Snapshot

STORAGE = "STORAGE_VERSION 'v1.3.0', BLOCK_SIZE 16384"
"""The newest format without a random number in its header, in blocks that suit a small archive."""

REPRODUCIBLE = ("SET threads = 1", "SET force_compression = 'uncompressed'")
"""One thread keeps the order of writing; compressed strings end in whatever the memory held (duckdb issue 23382)."""


def write(path: Path, archive: Snapshot) -> None:
    """Write the tables, keys, comments, macros and views."""
    with duckdb.connect() as connection:
        for setting in REPRODUCIBLE:
            connection.execute(setting)
        connection.execute(f"ATTACH {text(str(path))} AS archive ({STORAGE})")
        connection.execute("USE archive")
        build(connection, archive.package)
        connection.execute("USE memory")
        connection.execute("DETACH archive")
