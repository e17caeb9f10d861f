"""The text of a file as far as it has been read, with the place up to which it has been split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(slots=True)
class Text:
    """The text of a file that has been read but not yet split; `line` is the physical line at `position`."""

    blocks: Iterator[bytes]
    buffer: bytes = b""
    position: int = 0
    line: int = 1
    ended: bool = False

    def fill(self, wanted: int) -> None:
        """Read on until `wanted` bytes are ahead of the position, or to the end of the file."""
        if self.ended or len(self.buffer) - self.position >= wanted:
            return
        held = [self.buffer[self.position :]] if self.ahead() else []
        size = self.ahead()
        while size < wanted:
            block = next(self.blocks, None)
            if block is None:
                self.ended = True
                break
            held.append(block)
            size += len(block)
        self.buffer, self.position = held[0] if len(held) == 1 else b"".join(held), 0

    def ahead(self) -> int:
        return len(self.buffer) - self.position
