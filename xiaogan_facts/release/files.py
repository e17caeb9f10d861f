"""The files of a release: what each is, how large, and the hash that proves it whole; and the list of all hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from xiaogan_facts.bilingual import Bilingual

SHA256SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class ReleasedFile:
    """`name` is that in the release folder; `bytes` its size; `sha256` 64 hexadecimal digits.

    `table` is the one table that a Parquet file holds, None for a file that holds all or none.
    """

    name: str
    media_type: str
    title: Bilingual
    bytes: int
    sha256: str
    table: str | None = None

    @classmethod
    def of(cls, path: Path, media_type: str, title: Bilingual, table: str | None = None) -> ReleasedFile:
        """Describe the file at `path` as it is now."""
        content = path.read_bytes()
        return cls(path.name, media_type, title, len(content), hashlib.sha256(content).hexdigest(), table)


def write_checksums(folder: Path, files: Iterable[ReleasedFile]) -> None:
    """Write the hash of every other file of a release, sorted by name, as `sha256sum --check` reads it."""
    lines = sorted((file.name, file.sha256) for file in files)
    (folder / SHA256SUMS).write_text("".join(f"{sha256}  {name}\n" for name, sha256 in lines), "utf-8", newline="\n")


def listed(folder: Path) -> dict[str, str]:
    """Return the hashes in the folder's list of them by the name of the file, none if there is no such list."""
    path = folder / SHA256SUMS
    lines = path.read_text("utf-8", errors="replace").splitlines() if path.is_file() else []
    return {name: sha256 for sha256, _, name in (line.partition("  ") for line in lines) if name}
