"""Find the package in a revision of the git repository that one works in: `v1.0.0`, `HEAD~3`, `main:data`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import DATAPACKAGE

FOLDERS = (DATAPACKAGE.name, "")
"""Where a package is looked for in a revision that names no folder: in that of an archive, then at the top."""


def tree_of(name: str) -> str | None:
    """Return the id of the folder that a revision means, None if git knows no such revision or is not here."""
    git = shutil.which("git")
    if git is None:
        return None
    for wanted in (name,) if ":" in name else (f"{name}:{folder}" for folder in FOLDERS):
        words = [git, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted]
        found = subprocess.run(words, capture_output=True, text=True, check=False)
        if found.returncode == 0:
            return found.stdout.strip()
    return None


@contextmanager
def zipped(tree: str, name: str) -> Iterator[Path]:
    """Give a zip of a folder of the repository, which lasts as long as the context. Raises CannotRunError."""
    git = shutil.which("git") or "git"
    with TemporaryDirectory(prefix="xiaogan-facts-") as folder:
        file = Path(folder) / "revision.zip"
        words = [git, "archive", "--format=zip", f"--output={file}", tree]
        made = subprocess.run(words, capture_output=True, text=True, check=False)
        if made.returncode:
            raise CannotRunError(
                say("{name}: git cannot give this revision: {why}", name=name, why=made.stderr.strip())
            )
        yield file
