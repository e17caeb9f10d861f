"""What the gate asks of a file that is not on a disk of this machine."""

from __future__ import annotations

from typing import IO, Protocol


class Away(Protocol):
    """A file of a package that is not in its folder, but wherever an engine can read it."""

    @property
    def size(self) -> int:
        """The size in bytes."""

    def open(self) -> IO[bytes]:
        """Open the file at its first byte, to be read and sought in. Raises OSError."""
