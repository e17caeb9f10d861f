"""Loads a Data Package: finds the descriptor, follows its references to schemas and dialects, builds the objects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xiaogan_facts.gate.package.build import build_resource, text
from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.package.paths import UnsafePathError, is_remote, safe_path
from xiaogan_facts.gate.package.read import UnreadableError, read_mapping
from xiaogan_facts.gate.report.problem import Problem

DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")


def load(path: str | Path) -> Package:
    """The package that a descriptor file, or a folder with a `datapackage.json`, describes.

    What is wrong with the descriptor's text or with a file it refers to is in `Package.problems`; whether it keeps
    to the standard is for `xiaogan_facts.gate.checks` to say. Raises OSError where the descriptor cannot be opened.
    """
    file = _find(Path(path))
    try:
        descriptor = read_mapping(file, file.name)
    except UnreadableError as unreadable:
        return Package(base=file.parent, file=file.name, problems=(unreadable.problem,))
    problems: list[Problem] = []
    listed = descriptor.get("resources")
    resources: list[Resource] = []
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict):
            for name in ("schema", "dialect"):
                if isinstance(entry.get(name), str):
                    entry[name] = _follow(entry[name], name, file, problems)
            resources.append(build_resource(entry))
    return Package(
        base=file.parent,
        file=file.name,
        name=text(descriptor, "name"),
        title=text(descriptor, "title"),
        description=text(descriptor, "description"),
        version=text(descriptor, "version"),
        resources=tuple(resources),
        problems=tuple(problems),
        descriptor=descriptor,
    )


def _find(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in DESCRIPTORS:
        if (path / name).is_file():
            return path / name
    raise FileNotFoundError(2, "no datapackage.json in this folder", str(path))


def _follow(reference: str, what: str, file: Path, problems: list[Problem]) -> dict[str, Any] | None:
    """The mapping that a `schema` or `dialect` given as a path stands for; None, with a problem, where it has none."""
    if is_remote(reference):
        problems.append(
            Problem(
                "remote-not-checked",
                "notice",
                file.name,
                f"a {what} in the package itself; remote addresses are not fetched",
                f"put the {what} into the descriptor or beside it",
                value=reference,
            )
        )
        return None
    try:
        return read_mapping(safe_path(file.parent, reference), reference)
    except UnreadableError as unreadable:
        problems.append(unreadable.problem)
    except FileNotFoundError:
        problems.append(
            Problem(
                "reference-missing",
                "error",
                file.name,
                f"a {what} file at this path below the package's folder",
                "add the file or correct the path",
                value=reference,
            )
        )
    except UnsafePathError as unsafe:
        problems.append(
            Problem(
                "path-unsafe",
                "error",
                file.name,
                f"a relative path inside the package's folder; this one {unsafe}",
                f"move the {what} file into the folder and name it relatively",
                value=reference,
            )
        )
    except OSError as error:
        problems.append(
            Problem(
                "reference-unreadable",
                "error",
                file.name,
                f"a {what} file that can be read ({error.strerror})",
                "check its permissions",
                value=reference,
            )
        )
    return None
