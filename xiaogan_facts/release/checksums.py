"""SHA256SUMS: the hash of every other file of a release, as `sha256sum --check` reads it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from xiaogan_facts.release.files import ReleasedFile

NAME = "SHA256SUMS"


def write(folder: Path, files: Iterable[ReleasedFile]) -> None:
    """Write the list, sorted by name."""
    lines = sorted((file.name, file.sha256) for file in files)
    (folder / NAME).write_text("".join(f"{sha256}  {name}\n" for name, sha256 in lines), "utf-8", newline="\n")


def listed(folder: Path) -> set[str] | None:
    """The names that the folder's list holds; None where there is no such list."""
    path = folder / NAME
    if not path.is_file():
        return None
    lines = path.read_text("utf-8", errors="replace").splitlines()
    return {line.partition("  ")[2] for line in lines}
