"""Load a package from an address: its descriptors are copied to this machine, the files of its tables stay there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package, load
from xiaogan_facts.gate.package.load import DESCRIPTORS, read_mapping
from xiaogan_facts.gate.package.safe_paths import UnsafePathError, is_remote, safe_path
from xiaogan_facts.gate.report.problem import ProblemError
from xiaogan_facts.gate.tables.table import STRUCTURED
from xiaogan_facts.gate.translation import say
from xiaogan_facts.spark.hadoop import HadoopFile

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


@contextmanager
def fetched(session: SparkSession, address: str) -> Iterator[tuple[Package, str]]:
    """Load the package at an address, a descriptor or its folder, and yield it with the address of the folder.

    Tables that are not read from their beginning to their end (Parquet, workbooks, JSON) are copied, for as long as
    this lasts. Raises OSError if the descriptor cannot be opened, CannotRunError for an address of the web.
    """
    if is_remote(address):  # which Hadoop would fetch
        raise CannotRunError(
            say("{argument}: addresses are not fetched; download it first, and give the file", argument=address)
        )
    given = HadoopFile(session, address)
    folder, name = _descriptor(given)
    with TemporaryDirectory(prefix="xiaogan-facts-") as made:
        copies = _Copies(folder, Path(made).resolve())
        folder.below(name).copy_to(copies.base / name)
        for reference in _references(copies.base / name):
            copies.copy(reference)
        package = load(copies.base / name)
        away: dict[str, HadoopFile] = {}
        for resource in package.resources:
            for path in resource.paths:
                if resource.format in STRUCTURED:
                    copies.copy(path)
                elif file := copies.missing(path):
                    away[path] = file
        yield replace(package, away=away), folder.address.rstrip("/")


def _descriptor(given: HadoopFile) -> tuple[HadoopFile, str]:
    """Return the folder of a package, and the name of its descriptor in it."""
    if not given.is_folder:
        head, _, name = given.address.rpartition("/")
        return HadoopFile(given.session, f"{head}/"), name
    for name in DESCRIPTORS:
        with suppress(FileNotFoundError):
            if not given.below(name).is_folder:
                return given, name
    raise FileNotFoundError(2, say("no datapackage.json in this folder"), given.address)


def _references(descriptor: Path) -> Iterator[str]:
    """Yield the files of schemas and dialects that a descriptor names; what is wrong with it is told by `load`."""
    try:
        found, _ = read_mapping(descriptor, descriptor.name)
    except ProblemError:
        return
    resources: Any = found.get("resources")
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict):
            yield from (each for name in ("schema", "dialect") if isinstance(each := resource.get(name), str))


class _Copies:
    """A folder that stands for the package's: what is not safe there is not safe here, and has the same reason."""

    def __init__(self, folder: HadoopFile, base: Path) -> None:
        self.folder, self.base = folder, base

    def missing(self, name: str) -> HadoopFile | None:
        """Return the file that a path names, None if it is here, or is not there, or may not be read."""
        try:
            safe_path(self.base, name)
        except UnsafePathError:
            return None
        except FileNotFoundError:
            return self._there(name)
        return None

    def copy(self, name: str) -> None:
        """Copy a file from there if it is not here."""
        if file := self.missing(name):
            place = self.base / name
            place.parent.mkdir(parents=True, exist_ok=True)
            file.copy_to(place)

    def _there(self, name: str) -> HadoopFile | None:
        file, place = self.folder.below(name), self.base / name
        try:
            is_folder, leads_out = file.is_folder, not _is_below(file, self.folder)
        except FileNotFoundError:
            return None
        place.parent.mkdir(parents=True, exist_ok=True)
        if leads_out:
            place.symlink_to(self.base.parent)  # which leads out of here, too
        elif is_folder:
            place.mkdir()
        return None if leads_out or is_folder else file


def _is_below(file: HadoopFile, folder: HadoopFile) -> bool:
    return file.place.startswith(folder.place.rstrip("/") + "/")
