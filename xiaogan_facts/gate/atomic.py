"""A file that is written whole or not at all: beside its place first, then put there in one step."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A path to write to, in a folder of its own; at the end of the block the file is put in the place of `path`.

    Where the block ends with an error, what stood at `path` stays as it was. A link is followed. Raises CannotRunError
    where something else than a file stands at `path`, or no file can be written there.
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
        if place.exists():
            new.chmod(place.stat().st_mode)
        new.replace(place)
