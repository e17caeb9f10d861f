"""Write a file whole or not at all: beside its place first, then moved there in one step."""

from __future__ import annotations

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say


def write_bytes(path: Path, content: bytes) -> None:
    """Put `content` in the place of the file at `path`, whole or not at all, and keep its permissions.

    On Linux the new file has no name until it is complete, so that a killed process leaves nothing behind. A link is
    followed. Raises CannotRunError if the file is read-only, OSError if it cannot be written.
    """
    place = Path(os.path.realpath(path))
    mode = place.stat().st_mode
    if not mode & 0o222 or not os.access(place, os.W_OK):
        raise CannotRunError(say("it is read-only"))
    try:
        unnamed = os.open(place.parent, os.O_TMPFILE | os.O_WRONLY, 0o600)  # type: ignore[attr-defined,unused-ignore]
    except (AttributeError, OSError):  # another system, or a file system that knows no files without a name
        with written_whole(place) as new:
            new.write_bytes(content)
        return
    with os.fdopen(unnamed, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
        os.fchmod(file.fileno(), mode & 0o7777)
        _name(file.fileno(), place)


def _name(file: int, place: Path) -> None:
    """Put an open file without a name in the place of another: Linux gives a name only where none stands yet."""
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        passing = f".xiaogan-facts-{secrets.token_hex(8)}"
        # With a folder, Python follows the link of /proc to the file itself.
        os.link(f"/proc/self/fd/{file}", passing, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=True)
        os.replace(passing, place.name, src_dir_fd=folder, dst_dir_fd=folder)
    finally:
        os.close(folder)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Yield a path to write to; after the block, that file replaces the one at `path` and takes over its permissions.

    If the block raises, the old file stays as it was. A link is followed. Raises CannotRunError if something other than
    a file stands at `path`, or if no file can be written there.
    """
    place = Path(os.path.realpath(path))
    if place.exists() and not place.is_file():
        raise CannotRunError(say("{path}: this is no file, and only a file is written over", path=path))
    try:
        folder = tempfile.TemporaryDirectory(prefix=".xiaogan-facts-", dir=place.parent)
    except OSError as error:
        raise CannotRunError(
            say("{path}: no file can be written there: {strerror}", path=path, strerror=error.strerror)
        ) from error
    with folder as name:
        new = Path(name) / place.name
        yield new
        with new.open("r+b") as file:
            os.fsync(file.fileno())  # else a crash of the machine could leave the new name with nothing in it
        if place.exists():
            new.chmod(place.stat().st_mode)
        new.replace(place)
