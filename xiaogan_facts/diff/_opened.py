"""Open what is to be compared: a package's folder, its descriptor, a zip from anybody, or a revision of git."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from xiaogan_facts.diff._revision import tree_of, zipped
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.inputs.unpack import unzipped
from xiaogan_facts.gate.package import Package, load


@contextmanager
def opened(path: Path) -> Iterator[Package]:
    """Open the package at a path; where nothing is, of that revision of git. What is packed is unpacked meanwhile.

    Raises CannotRunError where there is no package, or where a zip could do harm; OSError where nothing can be read.
    """
    if path.is_dir() or path.suffix.lower() in (".json", ".yaml", ".yml"):
        yield _sound(load(path), path)
        return
    tree = None if path.exists() else tree_of(str(path))
    with nullcontext(path) if tree is None else zipped(tree, str(path)) as file, unzipped(file) as folder:
        yield _sound(load(folder), path)


def _sound(package: Package, path: Path) -> Package:
    for problem in package.problems:
        if problem.severity == "error":
            raise CannotRunError(f"{path}: {problem}")
    return package
