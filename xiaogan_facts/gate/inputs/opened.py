"""Open an argument of the command line: tell by its name, or its first bytes, what it is, and make a package of it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from zipfile import BadZipFile, ZipFile

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.inputs._alone import schema_alone, table_alone
from xiaogan_facts.gate.inputs.input import Input, prefix
from xiaogan_facts.gate.inputs.unpack import unzipped
from xiaogan_facts.gate.package import load
from xiaogan_facts.gate.package.load import DESCRIPTORS, read_mapping
from xiaogan_facts.gate.package.safe_paths import is_address
from xiaogan_facts.gate.report.problem import ProblemError
from xiaogan_facts.gate.translation import say

STANDARD_INPUT = "-"
STREAM = "stdin"
"""What standard input is called in a report."""

_BLANKS = b"\xef\xbb\xbf \t\r\n"
_SECOND_OBJECT = re.compile(rb"\}\s*\n\s*\{")
TABLES = (".csv", ".tsv", ".tab", ".txt", ".jsonl", ".ndjson", ".parquet", ".pq", ".xlsx", ".xlsm", ".ods")
"""Endings of files that are tables whatever they begin with."""

_ENDINGS = {b"PK\x03\x04": ".zip", b"PAR1": ".parquet", b"{": ".json", b"[": ".json"}
"""What a stream holds, by its first bytes; anything else is a CSV file."""


@contextmanager
def opened(argument: str | Path, schema: str | Path | None = None) -> Iterator[Input]:
    """Make a package of a path, or of standard input for "-", and yield it while its files can be read.

    `schema` is the file of a Table Schema for a table alone. Raises CannotRunError for an address, which is never
    fetched, for a zip without a package and for a schema that is given with a package; OSError if nothing is there.
    """
    if is_address(str(argument)):
        raise CannotRunError(
            say("{argument}: addresses are not fetched; download it first, and give the file", argument=argument)
        )
    path = Path(argument)
    if str(argument) == STANDARD_INPUT and sys.stdin is None:
        raise CannotRunError(say("standard input is closed"))
    if str(argument) == STANDARD_INPUT or (path.exists() and not path.is_file() and not path.is_dir()):
        source = nullcontext(sys.stdin.buffer) if str(argument) == STANDARD_INPUT else path.open("rb")
        with source as stream, _copy(stream) as file:
            yield _of_stream(file, str(argument), schema)
        return
    with unzipped(path) if _is_package_in_a_zip(path) else nullcontext() as folder:
        if folder is None:
            yield _of_path(path, schema)
        else:
            _refuse(schema, argument)
            yield Input(load(folder), f"{prefix(path.parent)}{path.name}/", writable=False)


def _of_path(path: Path, schema: str | Path | None) -> Input:
    kind = "package" if path.is_dir() else _kind(path)
    if kind == "table":
        return table_alone(path, schema)
    _refuse(schema, path)
    if kind == "schema":
        return schema_alone(path)
    package = load(path)
    return Input(package, prefix(package.base))


def _kind(path: Path) -> str:
    """Return what a file holds: "package", "schema" or "table". Raises OSError if it cannot be opened."""
    if path.name in DESCRIPTORS:
        return "package"
    if path.suffix.lower() not in (".json", ".yaml", ".yml"):
        known = Path(path.stem if path.suffix.lower() in (".gz", ".zip") else path).suffix.lower() in TABLES
        return "table" if known or not _begins(path, b"{") else "package"
    if path.suffix.lower() == ".json" and _begins(path, b"["):
        return "table"
    try:
        descriptor, _ = read_mapping(path, path.name)
    except ProblemError:
        return "package"  # whose faults are then told
    return "schema" if "fields" in descriptor and "resources" not in descriptor else "package"


def _begins(path: Path, mark: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(4096).lstrip(_BLANKS).startswith(mark)


def _is_package_in_a_zip(path: Path) -> bool:
    """Return whether a zip holds a descriptor; one that holds a table alone is read as a packed CSV file."""
    if path.suffix.lower() != ".zip" or not path.is_file():
        return False
    try:
        with ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
    except (BadZipFile, NotImplementedError, ValueError):
        return True  # what is wrong with it is told when it is unpacked
    return len(names) != 1 or names[0].rpartition("/")[2] in DESCRIPTORS


@contextmanager
def _copy(stream: IO[bytes]) -> Iterator[Path]:
    """Copy what can be read only once into a file that lasts as long as the context, named by what it begins with."""
    with TemporaryDirectory(prefix="xiaogan-facts-") as folder:
        file = Path(folder) / "stream"
        with file.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
        yield file.rename(file.with_suffix(_ending(file)))


def _ending(file: Path) -> str:
    with file.open("rb") as stream:
        first = stream.read(4096).lstrip(_BLANKS)
    if first.startswith(b"{") and _SECOND_OBJECT.search(first):
        return ".jsonl"
    return next((ending for mark, ending in _ENDINGS.items() if first.startswith(mark)), ".csv")


def _of_stream(file: Path, argument: str, schema: str | Path | None) -> Input:
    """Open the copy of a stream. The paths of a descriptor that came by it start at the working directory."""
    if file.suffix == ".zip":
        raise CannotRunError(
            say("{argument}: this is a zip, and one is read from a file only; help: give the file", argument=argument)
        )
    made = _of_path(file, schema)
    package = made.package
    if not any(file.name in resource.paths for resource in package.resources):
        package = replace(package, base=Path.cwd())
    called = STREAM if argument == STANDARD_INPUT else argument
    names = {**made.names, file.name: called}
    return Input(package, "", names, writable=False, called=called if made.called else "")


def _refuse(schema: str | Path | None, argument: object) -> None:
    if schema is not None:
        raise CannotRunError(
            say("{argument}: a schema is given for a table alone, and this is none", argument=argument)
        )
