"""Keep the archive's database in a file of the user's, from which the next process fills its own in no time.

The file's name is a fingerprint of what it is made from, so that none is ever out of date. It is a convenience only:
where none can be written, or whoever else may have written it, the database is loaded from the tables each time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection

from xiaogan_facts.database._waiting import ROW, insert_waiting, wait_for
from xiaogan_facts.database.ddl import SqlTable, name, text
from xiaogan_facts.paths import DATAPACKAGE

KEPT = 4  # files: of the last states of the data, and of other environments
OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
BESIDE = ("codes", "missing_values")
"""The tables that stand beside those of the package."""

CODE = Path(__file__).parents[1]
SOURCES = (CODE / "database", CODE / "gate", CODE / "bilingual.py", CODE / "paths.py")
"""The modules that have a part in loading the database."""


def place() -> Path | None:
    """Return where the database of the archive as it stands is kept, or would be; None if nowhere."""
    try:
        room = _room()
        return room / f"{_fingerprint()}.duckdb" if room else None
    except (OSError, RuntimeError):  # a user without a home is a RuntimeError
        return None


def take(connection: DuckDBPyConnection, tables: Sequence[SqlTable], kept: Path) -> bool:
    """Fill an empty database in memory from a file. Return whether that was done; if not, it is still empty."""
    try:
        if not (kept.is_file() and _is_ours(kept, OTHERS_WRITE)):
            return False
        connection.execute(f"ATTACH {text(str(kept))} AS kept (READ_ONLY)")
        try:
            _copy(connection, tables, "kept", "memory")
        finally:
            connection.execute("DETACH kept")
    except (OSError, duckdb.Error):  # damaged, or on a file system without locks
        return False
    return True


def keep(connection: DuckDBPyConnection, tables: Sequence[SqlTable], kept: Path) -> None:
    """Write a database in memory into a file, whole or not at all, unless the archive was changed meanwhile."""
    try:
        with tempfile.TemporaryDirectory(dir=kept.parent) as folder:
            new = Path(folder) / kept.name
            connection.execute(f"ATTACH {text(str(new))} AS kept (BLOCK_SIZE 16384); USE kept")
            try:
                _copy(connection, tables, "memory", "kept")
            finally:
                connection.execute("USE memory; DETACH kept")
            if place() == kept:
                new.replace(kept)
        _clear(kept.parent)
    except (OSError, duckdb.Error):  # no room left, or the like
        return


def _copy(connection: DuckDBPyConnection, tables: Sequence[SqlTable], source: str, target: str) -> None:
    """Copy one attached database into another that is empty; `tables` come after those that they refer to."""
    connection.execute("BEGIN")
    try:
        connection.execute(f"COPY FROM DATABASE {source} TO {target} (SCHEMA)")
        for each in BESIDE:
            connection.execute(f"INSERT INTO {each} FROM {source}.main.{each}")
        for table in tables:
            rows = f"{source}.main.{name(table.name)}"
            if table.own:
                wait_for(connection, f"SELECT rowid AS {name(ROW)}, * FROM {rows}")
                insert_waiting(connection, table)
            else:
                connection.execute(f"INSERT INTO {name(table.name)} FROM {rows}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _fingerprint() -> str:
    """Return a digest of everything that the database is made from, and by."""
    digest = hashlib.blake2b(digest_size=16)
    for what in (sys.version, duckdb.__version__, version("polars")):
        digest.update(f"{what}\n".encode())
    for file in _sources():
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    for place in (DATAPACKAGE, *SOURCES):
        files = [place] if place.is_file() else sorted(place.rglob("*"))
        yield from (file for file in files if file.suffix != ".pyc" and file.is_file())


def _room() -> Path | None:
    """Return the folder for such files, made if need be; None if there is none in which this user alone can write."""
    base = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME")
    room = (Path(base) if base else Path.home() / ".cache") / "xiaogan-facts"
    cache, home = room.parent, room.parent.parent
    # As root in the home of somebody else, nothing is made that they could not remove; and no home is made.
    if not room.is_absolute() or not _is_ours(cache if cache.is_dir() else home):
        return None
    room.mkdir(mode=0o700, parents=True, exist_ok=True)
    return room if _is_ours(room, OTHERS_WRITE) else None


def _is_ours(path: Path, forbidden: int = 0) -> bool:
    """Return whether something is this user's, without these permissions; Windows guards such folders by itself."""
    found = path.stat()
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & forbidden)


def _clear(room: Path) -> None:
    """Remove all but the newest files, and what killed processes have left."""
    for old in sorted(room.iterdir(), key=lambda each: each.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(old) if old.is_dir() else old.unlink()
