"""The bytes of a resource: its files, unpacked and brought to UTF-8, a block at a time.

Bytes that the declared encoding does not allow come through as bytes that UTF-8 does not allow either, so that the
record which holds them can be named.
"""

from __future__ import annotations

import codecs
import gzip
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, NamedTuple

from xiaogan_facts.gate.package.paths import UnsafePathError, is_remote, safe_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from xiaogan_facts.gate.package.model import Package, Resource

CHUNK = 8 * 1024 * 1024  # bytes read at a time
FIRST = 64 * 1024  # bytes read to begin with: often only the header is wanted
MOST_INFLATED = 256  # times; CSV deflates to a fiftieth at best, an attack to a thousandth
ALWAYS_ALLOWED = 64 * 1024 * 1024  # bytes that any archive may unpack to

_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})


class SourceError(Exception):
    """The resource's bytes cannot be had: the rule that is broken, where, and what was expected."""

    def __init__(self, rule: str, file: str, expected: str, remedy: str, value: str | None = None) -> None:
        super().__init__(expected)
        self.rule, self.file, self.expected, self.remedy, self.value = rule, file, expected, remedy, value


class Part(NamedTuple):
    """One file of a resource: as the descriptor names it, and where it lies."""

    name: str
    path: Path


def parts(package: Package, resource: Resource) -> list[Part]:
    """The files of a resource, all inside the package's folder. Raises SourceError where one is not."""
    found = []
    for name in resource.paths:
        try:
            found.append(Part(name, safe_path(package.base, name)))
        except FileNotFoundError as error:
            raise SourceError(
                "file-missing", name, "a file at this path below the package's folder", "add the file or mend the path"
            ) from error
        except UnsafePathError as error:
            raise SourceError(
                "path-unsafe",
                package.file,
                f"a relative path inside the package's folder; this one {error}",
                "move the file into the package's folder and name it relatively",
                value=name,
            ) from error
    return found


def remote(resource: Resource) -> str | None:
    """The first path of a resource that is an address, which is never fetched."""
    return next((path for path in resource.paths if is_remote(path)), None)


def codec_of(encoding: str, file: str) -> codecs.CodecInfo:
    """The codec of a declared encoding. Raises SourceError where there is none for text files."""
    try:
        codec = codecs.lookup(encoding)
        usable = codec._is_text_encoding and codec.name not in _NOT_FOR_FILES
    except (LookupError, ValueError):
        usable = False
    if not usable:
        raise SourceError(
            "encoding-unknown", file, "a character encoding registered with IANA", "state utf-8 or another", encoding
        )
    return codec


def blocks(part: Part, compression: str | None, codec: codecs.CodecInfo) -> Iterator[bytes]:
    """The file's text in UTF-8, unpacked, in blocks. Raises SourceError where it cannot be opened or unpacked."""
    raw = _unpacked(part, compression)
    if codec.name == "utf-8":
        yield from raw
        return
    decoder = codec.incrementaldecoder(_KEEP_BAD_BYTES)
    for block in raw:
        yield decoder.decode(block).encode("utf-8", "surrogateescape")
    yield decoder.decode(b"", True).encode("utf-8", "surrogateescape")


def _unpacked(part: Part, compression: str | None) -> Iterator[bytes]:
    try:
        size = part.path.stat().st_size
        with part.path.open("rb") as file:
            if compression == "zip":
                with zipfile.ZipFile(file) as archive, archive.open(_only_member(archive, part.name)) as stream:
                    yield from _inflated(stream, part.name, size)
            elif compression == "gz":
                with gzip.GzipFile(fileobj=file) as stream:
                    yield from _inflated(stream, part.name, size)
            else:
                chunk = file.read(FIRST)
                while chunk:
                    yield chunk + file.readline(CHUNK)  # as whole lines, which the reader need not put together
                    chunk = file.read(CHUNK)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, gzip.BadGzipFile) as error:
        raise SourceError(
            "archive-damaged", part.name, f"a sound {compression} file ({error})", "pack the file again"
        ) from error
    except OSError as error:
        raise SourceError(
            "file-unreadable", part.name, f"a file that can be read ({error.strerror})", "check its permissions"
        ) from error


def _inflated(stream: IO[bytes] | gzip.GzipFile, name: str, packed: int) -> Iterator[bytes]:
    read = 0
    while chunk := stream.read(CHUNK):
        read += len(chunk)
        if read > max(ALWAYS_ALLOWED, packed * MOST_INFLATED):
            raise SourceError(
                "archive-too-dense",
                name,
                f"an archive that unpacks to at most {MOST_INFLATED} times its size",
                "give the file unpacked, if its content is sound",
            )
        yield chunk


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise SourceError(
            "archive-not-one-file", name, f"exactly one file in the archive, not {len(members)}", "pack one file"
        )
    return members[0]


def _keep_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC80 | byte) for byte in bad), error.end


_KEEP_BAD_BYTES = "xiaogan-facts-keep-bad-bytes"
codecs.register_error(_KEEP_BAD_BYTES, _keep_bad_bytes)
