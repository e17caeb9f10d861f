"""Unpack a zip that holds a package and may come from anybody."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import IO

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package.load import DESCRIPTORS
from xiaogan_facts.gate.tables.source import ALWAYS_ALLOWED, CHUNK, MOST_INFLATED
from xiaogan_facts.gate.translation import say

UNSOUND = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, ValueError)
"""What the standard library raises for a zip that is damaged, encrypted or packed in a way it does not know."""

MOST_MEMBERS = 10_000
MOST_BYTES = 4 * 1024**3  # unpacked; they lie in the temporary folder while they are compared
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


@contextmanager
def unzipped(path: Path) -> Iterator[Path]:
    """Unpack the package in a zip into a folder that lasts as long as the context, and yield the folder.

    Raises CannotRunError if there is no package in it, or if the zip could do harm; OSError if it cannot be opened.
    """
    with path.open("rb") as file, TemporaryDirectory(prefix="xiaogan-facts-") as folder:
        try:
            with zipfile.ZipFile(file) as archive:
                descriptor = _unpack(archive, Path(folder), path)
        except UNSOUND as error:
            raise CannotRunError(
                say("{path}: no folder, no descriptor and no sound zip file ({error})", path=path, error=error)
            ) from error
        except OSError as error:
            raise CannotRunError(
                say("{path}: cannot be unpacked ({strerror})", path=path, strerror=error.strerror or error)
            ) from error
        yield descriptor


def _unpack(archive: zipfile.ZipFile, folder: Path, path: Path) -> Path:
    """Unpack the files of the package in the archive, and return its folder."""
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) > MOST_MEMBERS:
        raise CannotRunError(
            say(
                "{path}: the zip holds {members:,} files; at most {most_members:,} are unpacked",
                path=path,
                members=len(members),
                most_members=MOST_MEMBERS,
            )
        )
    for member in members:
        _refuse_unsafe(member, path)
    root = _root(members, path)
    inside = [member for member in members if root in PurePosixPath(member.filename).parents]
    packed = sum(member.compress_size for member in inside)
    room = min(MOST_BYTES, max(ALWAYS_ALLOWED, packed * MOST_INFLATED))
    for member in inside:
        target = folder / PurePosixPath(member.filename).relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed_stream, target.open("xb") as unpacked:
            room -= _copy(packed_stream, unpacked, room, path)
    return folder


def _copy(source: IO[bytes], target: IO[bytes], room: int, path: Path) -> int:
    """Copy a stream, without trusting the size that the zip states, and return its size in bytes."""
    copied = 0
    while chunk := source.read(min(CHUNK, room + 1)):
        copied += len(chunk)
        if copied > room:
            raise CannotRunError(
                say("{path}: the zip unpacks to far more than a package would; give the folder instead", path=path)
            )
        target.write(chunk)
    return copied


def _refuse_unsafe(member: zipfile.ZipInfo, path: Path) -> None:
    name = member.filename
    shown = ascii(name[:100])
    if _UNSAFE.search(name) or name.startswith("/") or ".." in name.split("/"):
        raise CannotRunError(
            say(
                "{path}: the zip holds a file whose name is unsafe or leads out of its folder: {shown}",
                path=path,
                shown=shown,
            )
        )
    if member.flag_bits & 0x1:
        raise CannotRunError(
            say("{path}: the zip is encrypted ({shown}); unpack it and give the folder", path=path, shown=shown)
        )
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG):
        raise CannotRunError(
            say("{path}: the zip holds a link or a device, which is not followed: {shown}", path=path, shown=shown)
        )


def _root(members: list[zipfile.ZipInfo], path: Path) -> PurePosixPath:
    """Return the folder in the zip that holds the descriptor nearest to the top."""
    paths = [PurePosixPath(member.filename) for member in members]
    folders = sorted(
        {file.parent for file in paths if file.name in DESCRIPTORS}, key=lambda each: (len(each.parts), each)
    )
    if not folders:
        raise CannotRunError(say("{path}: the zip holds no datapackage.json", path=path))
    if len(folders) > 1 and len(folders[0].parts) == len(folders[1].parts):
        two = say(" and ").join(ascii(str(folder)) for folder in folders[:2])
        raise CannotRunError(
            say("{path}: the zip holds several packages, in {two}; give one folder", path=path, two=two)
        )
    return folders[0]
