"""Replace a release folder as a whole: the old release or the new one is there, never a part of either."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.release.files import SHA256SUMS, listed

UNFINISHED = ".unfinished-"
NEW, OLD = "new", "old"
"""The two releases in the room in which a new one is made: the old one is there between the two steps of the swap."""


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a new folder to fill; it takes the place of `folder` if the block succeeds, and is deleted if it does not.

    What a killed run has left beside `folder` is cleared up first: a release that it had set aside is put back, all
    else is deleted. So a run that goes on at the same time fails, and replaces nothing. Raises CannotRunError if
    `folder` exists and is not a release, for it would be lost.
    """
    folder = folder.resolve()
    prefix = f".{folder.name}{UNFINISHED}"
    for left in folder.parent.iterdir() if folder.parent.is_dir() else ():
        rest = left.name.removeprefix(prefix)
        ours = rest != left.name and "." not in rest and left.is_dir()  # another folder's name may begin as this one's
        if ours and {each.name for each in left.iterdir()} <= {NEW, OLD}:
            _clear_up(left, folder)
    _refuse_what_is_no_release(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        (room / NEW).mkdir()
        yield room / NEW
        _swap(room, folder)
    finally:
        _clear_up(room, folder)


def _refuse_what_is_no_release(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise CannotRunError(f"{folder} is a file; name a folder, or one that is yet to be made")
    of_a_release = listed(folder) | {SHA256SUMS}
    if strange := sorted(file.name for file in folder.iterdir() if file.name not in of_a_release or file.is_dir()):
        raise CannotRunError(
            f"{folder} exists and holds '{strange[0]}', which is not of a release; replacing the folder would lose it. "
            "Name another folder, or remove this one"
        )


def _swap(room: Path, folder: Path) -> None:
    """Put the new release in the place of the old one, which is set aside first.

    Why not exchange the two in one step? Only some systems can, by calls that Python does not have, and what is lost
    is little: a run that is killed between the two steps leaves both releases whole, and the next one puts it right.
    """
    if folder.exists():
        folder.rename(room / OLD)
    (room / NEW).rename(folder)


def _clear_up(room: Path, folder: Path) -> None:
    """Delete a room; a release that was set aside in it goes back to its place first, if nothing stands there."""
    if (room / OLD).is_dir() and not folder.exists():
        (room / OLD).rename(folder)
    shutil.rmtree(room, ignore_errors=True)
