"""Open what is to be compared: a package's folder, its descriptor, or a zip that may come from anybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.inputs.unpack import unzipped
from xiaogan_facts.gate.package import Package, load


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open the package at a path. A zip is unpacked into a folder that lasts as long as the context.

    Raises CannotRunError where there is no package, or where a zip could do harm; OSError where nothing can be read.
    """
    if path.is_dir() or path.suffix.lower() in (".json", ".yaml", ".yml"):
        yield _sound(load(path), path)
        return
    with unzipped(path) as folder:
        yield _sound(load(folder), path)


def _sound(package: Package, path: Path) -> Package:
    for problem in package.problems:
        if problem.severity == "error":
            raise CannotRunError(f"{path}: {problem}")
    return package
