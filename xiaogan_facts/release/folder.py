"""Replace a release folder as a whole: the old release or the new one is there, never a part of either."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import NAME
from xiaogan_facts.release.files import SHA256SUMS, listed

UNFINISHED = ".unfinished-"
MARK = "made-by-xiaogan-facts"
"""A file that tells a room of this program from a folder of somebody's that is called like one."""

MOST_NAMED = 5  # files in one message
NEW, OLD = "new", "old"
"""The two releases in the room in which a new one is made: the old one is there between the two steps of the swap."""


@contextmanager
def replaced(folder: Path, *, keep: bool = False) -> Iterator[Path]:
    """Give a new folder to fill; it takes the place of `folder` if the block succeeds, and is deleted if it does not.

    With `keep`, what a release folder holds besides the release is taken over; else it is refused.

    What a killed run has left beside `folder` is cleared up first: a release that it had set aside is put back, all
    else is deleted. So a run that goes on at the same time fails, and replaces nothing. Raises CannotRunError if
    `folder` exists and is not a release, for it would be lost.
    """
    folder = _literal(folder)
    prefix = f".{folder.name}{UNFINISHED}"
    for left in folder.parent.iterdir() if folder.parent.is_dir() else ():
        rest = left.name.removeprefix(prefix)
        ours = rest != left.name and "." not in rest and left.is_dir()  # another folder's name may begin as this one's
        if ours and (left / MARK).is_file() and {each.name for each in left.iterdir()} <= {NEW, OLD, MARK}:
            _clear_up(left, folder)
    others = _beside_the_release(folder, keep=keep)
    folder.parent.mkdir(parents=True, exist_ok=True)
    room = Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    try:
        (room / MARK).touch()
        (room / NEW).mkdir()
        yield room / NEW
        _take_over(others, folder, room / NEW)
        _swap(room, folder)
    finally:
        _clear_up(room, folder)


def _literal(folder: Path) -> Path:
    """Return the absolute path of a folder. Raises CannotRunError for a link, and for where one stands."""
    if folder.is_symlink():
        raise CannotRunError(say("{folder} is a link; name the folder itself, for it is replaced", folder=folder))
    whole = folder.resolve()
    here = Path.cwd().resolve()
    if whole == here or whole in here.parents:
        raise CannotRunError(
            say("{folder} is the folder that you are in, or one above it, and it would be replaced", folder=folder)
        )
    return whole


def _beside_the_release(folder: Path, *, keep: bool) -> list[str]:
    """Return the files in a folder that are not of the release in it. Raises CannotRunError where one would be lost."""
    if not folder.exists():
        return []
    if not folder.is_dir():
        raise CannotRunError(say("{folder} is a file; name a folder, or one that is yet to be made", folder=folder))
    hashes = listed(folder)
    if not any(Path(name).name.startswith(f"{NAME}-") for name in hashes):
        hashes = {}  # the list of somebody else
    folders = {parent.as_posix() for name in hashes for parent in Path(name).parents}
    known = {True: folders, False: {*hashes, SHA256SUMS}}
    there = [(file.relative_to(folder).as_posix(), file.is_dir()) for file in folder.rglob("*")]
    strange = sorted(name for name, is_folder in there if name not in known[is_folder])
    if strange and not (keep and hashes):
        raise CannotRunError(_would_lose(folder, strange, is_release=bool(hashes)))
    changed = [name for name, sha256 in hashes.items() if (folder / name).is_file() and not _has(folder / name, sha256)]
    if changed:
        raise CannotRunError(
            say(
                "{folder} holds '{changed}', which is not as a release has it; replacing the folder would "
                "lose that. Name another folder, or remove this one",
                folder=folder,
                changed=changed[0],
            )
        )
    return strange


def _would_lose(folder: Path, strange: Sequence[str], *, is_release: bool) -> str:
    named = ", ".join(f"'{name}'" for name in strange[:MOST_NAMED]) + (", …" if len(strange) > MOST_NAMED else "")
    if is_release:
        return say(
            "{folder} holds {named} beside a release; replacing the folder would lose it. "
            "To take it over: --keep. Or name another folder",
            folder=folder,
            named=named,
        )
    return say(
        "{folder} exists and holds {named}, which is not of a release; replacing the folder "
        "would lose it. Name another folder, or remove this one",
        folder=folder,
        named=named,
    )


def _take_over(names: Sequence[str], old: Path, new: Path) -> None:
    """Copy what is of others into the new release. Raises CannotRunError where it has a file of that name."""
    for name in names:
        target = new / name
        if (old / name).is_dir() and not (old / name).is_symlink():
            target.mkdir(parents=True, exist_ok=True)
        elif target.exists():
            raise CannotRunError(
                say(
                    "{folder} holds '{name}', and the new release has a file of that name; move yours",
                    folder=old,
                    name=name,
                )
            )
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(old / name, target, follow_symlinks=False)


def _has(file: Path, sha256: str) -> bool:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest() == sha256


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
