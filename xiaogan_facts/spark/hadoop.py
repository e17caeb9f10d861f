"""Files at the addresses that Spark reads (`hdfs:`, `s3a:`, `file:` …), by its own file system, in the driver."""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from xiaogan_facts.gate.tables.source import FIRST
from xiaogan_facts.gate.translation import say

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

AT_ONCE = 8 * 1024 * 1024  # bytes that are asked for in a call to Java


@dataclass(frozen=True)
class HadoopFile:
    """A file, or a folder, at an address. Its methods raise OSError with the words of the file system."""

    session: SparkSession
    address: str

    def below(self, name: str) -> HadoopFile:
        """Return the file that a relative path names in this folder."""
        with _as_os_errors(self.address):
            return HadoopFile(self.session, self._java(self._path, name).toString())

    @cached_property
    def is_folder(self) -> bool:
        with _as_os_errors(self.address):
            return bool(self._status.isDirectory())

    @cached_property
    def size(self) -> int:
        """The size in bytes."""
        with _as_os_errors(self.address):
            return int(self._status.getLen())

    @cached_property
    def place(self) -> str:
        """Where the file is, links followed where it is on a local disk: elsewhere there are none."""
        with _as_os_errors(self.address):
            real = self._system.resolvePath(self._path)
            if (uri := real.toUri()).getScheme() == "file":
                return str(self._jvm.java.io.File(uri.getPath()).getCanonicalPath())
            return str(real.toString())

    @property
    def name(self) -> str:
        return self.address.rpartition("/")[2]

    @property
    def has_lines(self) -> bool:
        """True if Spark reads the lines of a file of that name: it hides some, and unpacks others."""
        codecs = self._jvm.org.apache.hadoop.io.compress.CompressionCodecFactory(self._settings)
        return self.name[:1] not in "._" and codecs.getCodec(self._path) is None

    def open(self) -> IO[bytes]:
        """Open the file at its first byte."""
        with _as_os_errors(self.address):
            return io.BufferedReader(_Stream(self, self._system.open(self._path)), FIRST)

    def copy_to(self, path: Path) -> None:
        """Copy the file to a disk of this machine."""
        with _as_os_errors(self.address):
            self._system.copyToLocalFile(False, self._path, self._java(path.as_uri()), True)

    @cached_property
    def _settings(self) -> Any:
        return self.session._jsparkSession.sessionState().newHadoopConf()

    @property
    def _java(self) -> Any:
        return self._jvm.org.apache.hadoop.fs.Path

    @property
    def _jvm(self) -> Any:
        return self.session._jvm

    @cached_property
    def _path(self) -> Any:
        return self._java(self.address)

    @cached_property
    def _system(self) -> Any:
        return self._path.getFileSystem(self._settings)

    @cached_property
    def _status(self) -> Any:
        return self._system.getFileStatus(self._path)


class _Stream(io.RawIOBase):
    """A stream of Java, as Python has them."""

    def __init__(self, file: HadoopFile, stream: Any) -> None:
        self.file, self.stream = file, stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        with _as_os_errors(self.file.address):
            read = self.stream.readNBytes(min(len(buffer), AT_ONCE))
        buffer[: len(read)] = read
        return len(read)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.tell(), io.SEEK_END: self.file.size}[whence]
        with _as_os_errors(self.file.address):
            self.stream.seek(start + offset)
        return start + offset

    def tell(self) -> int:
        return int(self.stream.getPos())

    def close(self) -> None:
        if not self.closed:
            with _as_os_errors(self.file.address):
                self.stream.close()
        super().close()


@contextmanager
def _as_os_errors(address: str) -> Iterator[None]:
    """Raise an error of Java as one of Python, with its first line and without its trace."""
    from py4j.protocol import Py4JJavaError

    try:
        yield
    except Py4JJavaError as error:
        name, _, said = str(error.java_exception.toString()).partition("\n")[0].partition(": ")
        kind = name.rpartition(".")[2]
        if kind in ("FileNotFoundException", "NotInMountpointException"):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), address) from None
        raise OSError(errno.EIO, say("Spark cannot read it ({reason})", reason=said or kind), address) from None
