"""The bytes of a resource: its files, unpacked and recoded as UTF-8, in blocks.

Bytes that are invalid in the declared encoding are kept as bytes that are invalid in UTF-8, so that the reader can name
the record that holds them.
"""

from __future__ import annotations

import codecs
import gzip
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import IO, Any

from xiaogan_facts.gate.package.away import Away
from xiaogan_facts.gate.package.model import DELIMITED, Package, Resource
from xiaogan_facts.gate.package.safe_paths import UnsafePathError, is_remote, safe_path
from xiaogan_facts.gate.report.problem import ProblemError
from xiaogan_facts.gate.tables._other_kinds import other_kind
from xiaogan_facts.gate.tables.encodings import by_mark, by_zeros
from xiaogan_facts.gate.translation import say

CHUNK = 8 * 1024 * 1024  # bytes read at a time
FIRST = 64 * 1024  # bytes of the first read: often only the header is needed
MOST_INFLATED = 256  # times; CSV deflates to a fiftieth at best, an attack to a thousandth
ALWAYS_ALLOWED = 16 * 1024 * 1024  # bytes that any archive may unpack to

_NOT_FOR_FILES = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})


class SourceError(ProblemError):
    """Raised if the files of a resource cannot be read."""


@dataclass
class Part:
    """One file of a resource: its name in the descriptor, its path, and how many of its bytes have been read.

    Of a file that is not packed, only the bytes from `start` to `end` are read (None: to its last one). They have to be
    whole records. Those of a file that is `away` are not at its path.
    """

    name: str
    path: Path
    read: int = 0
    start: int = 0
    end: int | None = None
    away: Away | None = None

    def open(self) -> IO[bytes]:
        """Open the file. Raises OSError if it cannot be read."""
        return self.away.open() if self.away else self.path.open("rb")

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        return self.away.size if self.away else self.path.stat().st_size


def found_parts(package: Package, resource: Resource) -> tuple[list[Part], list[SourceError]]:
    """Return the files of a resource, all inside the package's folder, and an error for each missing or unsafe one."""
    found: list[Part] = []
    errors: list[SourceError] = []
    for name in resource.paths:
        if away := package.away.get(name):
            found.append(Part(name, package.base / name, away=away))
            continue
        try:
            found.append(Part(name, safe_path(package.base, name)))
        except FileNotFoundError:
            errors.append(SourceError.of("file-missing", name, what=say("file")))
        except UnsafePathError as error:
            line = package.at(*resource.steps, "path").line
            errors.append(SourceError.of("path-unsafe", package.file, line=line, value=name, reason=error))
    return found, errors


def parts(package: Package, resource: Resource) -> list[Part]:
    """Return the files of a resource. Raises SourceError if one is missing or unsafe."""
    found, errors = found_parts(package, resource)
    if errors:
        raise errors[0]
    return found


def remote(resource: Resource) -> str | None:
    """Return the first path of a resource that is a web address, which is never fetched."""
    return next((path for path in resource.paths if is_remote(path)), None)


def codec_of(encoding: str, file: str) -> codecs.CodecInfo:
    """Look up the codec of a declared encoding. Raises SourceError if there is none for text files."""
    try:
        codec = codecs.lookup(encoding)
        usable = codec._is_text_encoding and codec.name not in _NOT_FOR_FILES
    except (LookupError, ValueError):
        usable = False
    if not usable:
        raise SourceError.of("encoding-unknown", file, value=encoding)
    return codec


def blocks(part: Part, resource: Resource) -> Iterator[bytes]:
    """Yield the file's text in UTF-8, unpacked, in blocks.

    Raises SourceError if it cannot be opened or unpacked, or is no text at all. The encoding is the declared one;
    where none is declared, a byte order mark tells it.
    """
    raw = _unpacked(part, resource.compression)
    start = next(raw, b"")
    if part.start:  # what the file is has been told by its beginning
        codec = codec_of(resource.encoding, part.name)
    elif resource.format in DELIMITED and (kind := other_kind(start)):
        raise SourceError.of("not-delimited", part.name, line=1, what=say(kind.what), remedy=say(kind.remedy))
    else:
        codec = _codec(part, resource, start)
    if codec.name == "utf-8":
        yield start
        yield from raw
        return
    decoder = codec.incrementaldecoder(_KEEP_BAD_BYTES)
    try:
        for block in chain((start,), raw):
            yield decoder.decode(block).encode("utf-8", "surrogateescape")
        yield decoder.decode(b"", True).encode("utf-8", "surrogateescape")
    except UnicodeError as error:  # UTF-16 without its byte order mark
        raise SourceError.of("encoding-broken", part.name, line=1, remedy=_remedy(start)) from error


def _codec(part: Part, resource: Resource, start: bytes) -> codecs.CodecInfo:
    codec = codec_of(resource.encoding, part.name)
    if codec.name != "utf-8":
        return codec
    if marked := by_mark(start):
        if "encoding" not in resource.descriptor:
            return codecs.lookup(marked)
        raise _other_encoding(part, marked, say("its byte order mark says"))
    if unmarked := by_zeros(start):
        raise _other_encoding(part, unmarked, say("every other byte is zero in"))
    return codec


def _other_encoding(part: Part, encoding: str, why: str) -> SourceError:
    at: dict[str, Any] = {"file": part.name, "line": 1, "encoding": "utf-8", "other": encoding, "why": why}
    return SourceError.of("encoding-other", **at)


def _remedy(start: bytes) -> str | None:
    """Return what helps a text that is not in its declared encoding, if it is UTF-8."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return None
    return say('state `"encoding": "utf-8"`, in which it is')


def _unpacked(part: Part, compression: str | None) -> Iterator[bytes]:
    try:
        size = part.size
        with part.open() as file:
            if compression == "zip":
                with zipfile.ZipFile(file) as archive, archive.open(_only_member(archive, part.name)) as stream:
                    yield from _counted(_inflated(stream, part.name, size), part, file)
            elif compression == "gz":
                with gzip.GzipFile(fileobj=file) as stream:
                    yield from _counted(_inflated(stream, part.name, size), part, file)
            else:
                stored = _lines(file) if (part.start, part.end) == (0, None) else between(file, part.start, part.end)
                yield from _counted(stored, part, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, gzip.BadGzipFile) as error:
        raise SourceError.of("archive-damaged", part.name, compression=compression, reason=error) from error
    except OSError as error:
        raise _unreadable(part, error) from error


def _counted(chunks: Iterator[bytes], part: Part, file: IO[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        part.read = file.tell()
        yield chunk


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    chunk = file.read(FIRST)
    while chunk:
        yield chunk + file.readline(CHUNK)  # to the end of a line, so that the reader need not join blocks
        chunk = file.read(CHUNK)


def between(file: IO[bytes], start: int, end: int | None) -> Iterator[bytes]:
    """Yield the bytes of an open file from `start` to before `end` (None: to its last one)."""
    file.seek(start)
    while chunk := file.read(CHUNK if end is None else min(CHUNK, end - start)):
        start += len(chunk)
        yield chunk


def as_stored(files: list[Part]) -> Iterator[bytes]:
    """Yield the bytes of files as they are stored, one after the other. Raises SourceError if one cannot be read."""
    for part in files:
        try:
            with part.open() as stream:
                while chunk := stream.read(CHUNK):
                    yield chunk
        except OSError as error:
            raise _unreadable(part, error) from error


def _unreadable(part: Part, error: OSError) -> SourceError:
    return SourceError.of("file-unreadable", part.name, what=say("file"), reason=error.strerror)


def _inflated(stream: IO[bytes] | gzip.GzipFile, name: str, packed: int) -> Iterator[bytes]:
    read = 0
    while chunk := stream.read(CHUNK):
        read += len(chunk)
        if read > max(ALWAYS_ALLOWED, packed * MOST_INFLATED):
            raise SourceError.of("archive-too-dense", name, times=MOST_INFLATED)
        yield chunk


def _only_member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        raise SourceError.of("archive-not-one-file", name, count=len(members))
    return members[0]


def _keep_bad_bytes(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC80 | byte) for byte in bad), error.end


_KEEP_BAD_BYTES = "xiaogan-facts-keep-bad-bytes"
codecs.register_error(_KEEP_BAD_BYTES, _keep_bad_bytes)
