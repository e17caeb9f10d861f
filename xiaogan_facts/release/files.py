"""A file of a release: what it is, how large, and the hash that proves it whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class ReleasedFile:
    """`name` is that in the release folder; `bytes` its size; `sha256` 64 hexadecimal digits.

    `table` is the one table that a Parquet file holds, None for a file that holds all or none.
    """

    name: str
    media_type: str
    title: str
    title_zh: str
    bytes: int
    sha256: str
    table: str | None = None

    @classmethod
    def of(cls, path: Path, media_type: str, title: str, title_zh: str, table: str | None = None) -> ReleasedFile:
        """The file at `path` as it stands there now."""
        content = path.read_bytes()
        return cls(path.name, media_type, title, title_zh, len(content), hashlib.sha256(content).hexdigest(), table)
