"""Something to judge, as a package, and what its files are called in the report: paths from where the command runs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.package.safe_paths import is_address


@dataclass(frozen=True)
class Input:
    """A package to judge. `folder` is put before the names of its files; `names` are those of others, as shown.

    `writable` tells that its files lie where the user has put them, so that they may be rewritten. `called` is what the
    whole is called, if not by its name or descriptor.
    """

    package: Package
    folder: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    writable: bool = True
    called: str = ""

    def shown(self, file: str) -> str:
        """Return the path from the working directory to a file that a problem names as the descriptor does."""
        if file in self.names:
            return self.names[file]
        return file if is_address(file) else self.folder + file


def prefix(folder: Path) -> str:
    """Return the path from the working directory to a folder, to be put before a file's name: "" or `data/`."""
    try:
        relative = Path(os.path.relpath(folder)).as_posix()
    except ValueError:  # on another drive of Windows
        relative = folder.as_posix()
    return "" if relative == "." else f"{relative.rstrip('/')}/"
