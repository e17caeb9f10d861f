"""Load a Data Package: find the descriptor, follow its references to schemas and dialects, build the objects."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.package._build import build_package as build_package
from xiaogan_facts.gate.package._read import read_mapping as read_mapping
from xiaogan_facts.gate.package.model import Package
from xiaogan_facts.gate.package.places import DescriptorText, Places, Steps
from xiaogan_facts.gate.package.safe_paths import UnsafePathError, is_remote, safe_path
from xiaogan_facts.gate.report.problem import Problem, ProblemError
from xiaogan_facts.gate.translation import later, say

DESCRIPTORS = ("datapackage.json", "datapackage.yaml", "datapackage.yml")


def load(path: str | Path) -> Package:
    """Return the package that a descriptor file, or a folder with a `datapackage.json`, describes.

    `Package.problems` are the faults of the descriptor's text, and of files that it refers to; the checks judge whether
    it keeps to the standard. `Package.descriptor` has a schema or dialect that is in a file of its own in place of the
    path, which stays where the file could not be read. Raises OSError if the descriptor cannot be opened.
    """
    file = _find(Path(path))
    problems: list[Problem] = []
    texts: dict[Steps, DescriptorText] = {}
    try:
        descriptor, texts[()] = read_mapping(file, file.name)
    except ProblemError as error:
        return Package(base=file.parent, file=file.name, problems=(error.problem,))
    if isinstance(listed := descriptor.get("resources"), list):
        followed = [_followed(each, ("resources", n), file, problems, texts) for n, each in enumerate(listed)]
        descriptor = {**descriptor, "resources": followed}
    return build_package(descriptor, file, problems, Places(texts))


def _find(path: Path) -> Path:
    if not path.is_dir():
        return path
    for name in DESCRIPTORS:
        if (path / name).is_file():
            return path / name
    raise FileNotFoundError(2, say("no datapackage.json in this folder"), str(path))


def _followed(
    resource: Any, steps: Steps, file: Path, problems: list[Problem], texts: dict[Steps, DescriptorText]
) -> Any:
    """Return a resource's descriptor with the schema and the dialect that it gives as paths; `texts` gets theirs."""
    if not isinstance(resource, dict):
        return resource
    found: dict[str, Any] = {}
    for name in ("schema", "dialect"):
        if isinstance(reference := resource.get(name), str) and reference:  # `by_properties` reports an empty one
            try:
                found[name], texts[*steps, name] = _read_reference(reference, name, file)
            except ProblemError as error:
                problem = error.problem
                if problem.file == file.name:  # it is about the reference
                    problem = replace(problem, line=Places(texts).of((*steps, name), file.name).line)
                problems.append(problem)
    return {**resource, **found}


_FILES = {"schema": later("schema file"), "dialect": later("dialect file")}


def _read_reference(reference: str, what: str, file: Path) -> tuple[dict[str, Any], DescriptorText]:
    if is_remote(reference):
        raise ProblemError.of("remote-not-checked", file.name, value=reference, what=what)
    about: dict[str, Any] = {"file": file.name, "value": reference, "what": say(_FILES[what])}
    try:
        return read_mapping(safe_path(file.parent, reference), reference)
    except FileNotFoundError as error:
        raise ProblemError.of("file-missing", **about) from error
    except UnsafePathError as error:
        raise ProblemError.of("path-unsafe", **about, reason=error) from error
    except OSError as error:
        raise ProblemError.of("file-unreadable", **about, reason=error.strerror) from error
