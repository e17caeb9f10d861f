"""Replaces a release folder as a whole: at every moment the old release is there or the new one, never a part of it."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.release import checksums

UNFINISHED = ".unfinished-"


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """A new folder to fill; it takes the place of `folder` once that has succeeded, and vanishes if it has not.

    Raises CannotRunError where `folder` exists and is no release: it would be lost. What a killed run has left beside
    it is removed; so a run that goes on at the same time fails, and replaces nothing.
    """
    folder = folder.resolve()
    _refuse_what_is_no_release(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    prefix = f".{folder.name}{UNFINISHED}"
    for left in folder.parent.glob(f"{prefix}*"):
        shutil.rmtree(left, ignore_errors=True)
    room = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        new = room / folder.name
        new.mkdir()
        yield new
        _swap(new, folder)
    finally:
        shutil.rmtree(room, ignore_errors=True)


def _refuse_what_is_no_release(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CannotRunError(f"{folder} is a file; name a folder, or one that is yet to be made")
    there = {file.name for file in folder.iterdir()}
    of_a_release = (checksums.listed(folder) or set()) | {checksums.NAME}
    if strange := sorted(there - of_a_release):
        raise CannotRunError(
            f"{folder} exists and holds '{strange[0]}', which is not of a release; replacing the folder would lose it. "
            "Name another folder, or remove this one"
        )


def _swap(new: Path, old: Path) -> None:
    """Put `new` where `old` is, in one step of the file system where it has such a step."""
    if not old.exists():
        new.rename(old)
    elif not _exchanged(new, old):
        aside = new.with_name(f"{new.name}.old")
        old.rename(aside)
        try:
            new.rename(old)
        except BaseException:
            aside.rename(old)
            raise


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two folders by the system's own call; False where it has none, or the file system cannot."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            at_this_path, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
            rename = ctypes.CDLL(None).renameat2
            return bool(rename(at_this_path, paths[0], at_this_path, paths[1], exchange) == 0)
        if sys.platform == "darwin":
            swap = 2  # RENAME_SWAP
            return bool(ctypes.CDLL(None).renamex_np(*paths, swap) == 0)
    except (AttributeError, OSError):
        pass
    return False
