"""Write a file whole or not at all: beside its place first, then moved there in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a path to write to; after the block, that file replaces the one at `path` and takes over its permissions.

    If the block raises, the old file stays as it was. A link is followed. Raises CannotRunError if something other than
    a file stands at `path`, or if no file can be written there.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        raise CannotRunError(f"{path}: this is no file, and only a file is written over")
    try:
        folder = tempfile.TemporaryDirectory(prefix=".xiaogan-facts-", dir=place.parent)
    except OSError as error:
        raise CannotRunError(f"{path}: no file can be written there: {error.strerror}") from error
    with folder as name:
        new = Path(name) / place.name
        yield new
        with new.open("r+b") as file:
            os.fsync(file.fileno())  # else a crash of the machine could leave the new name with nothing in it
        if place.exists():
            new.chmod(place.stat().st_mode)
        new.replace(place)
