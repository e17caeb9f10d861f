"""Compare a resource's files with its descriptor: size, hash and number of records.

Source: Data Resource, `bytes` and `hash`. Several files count as one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.tables.source import Part, as_stored, parts, remote


def judge_files(package: Package, resource: Resource) -> list[Problem]:
    """Compare the files of a resource with its `bytes` and `hash`. Raises SourceError if one cannot be read."""
    if resource.data is not None or remote(resource) or (resource.bytes is None and resource.hash is None):
        return []
    files = parts(package, resource)
    return [*_size(resource, files), *_hash(resource, files)]


def _size(resource: Resource, files: list[Part]) -> Iterator[Problem]:
    size = sum(part.path.stat().st_size for part in files)
    if resource.bytes not in (None, size):
        yield Problem.of("bytes", resource.file, value=str(size), table=resource.name, bytes=resource.bytes)


def _hash(resource: Resource, files: list[Part]) -> Iterator[Problem]:
    if resource.hash is None:
        return
    name, _, digest = resource.hash.rpartition(":")
    algorithm = name.lower() or "md5"
    if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
        yield Problem.of("hash-unknown", resource.file, value=resource.hash, table=resource.name)
        return
    state = hashlib.new(algorithm, usedforsecurity=False)
    for block in as_stored(files):
        state.update(block)
    if (found := state.hexdigest()) != digest.lower():
        at: dict[str, Any] = {"file": resource.file, "table": resource.name}
        yield Problem.of("hash", **at, value=found, algorithm=algorithm, digest=digest)


def judge_count(resource: Resource, records: int) -> list[Problem]:
    """Compare the number of records with the resource's `rows`."""
    if resource.rows in (None, records):
        return []
    return [Problem.of("rows", resource.file, value=str(records), table=resource.name, rows=resource.rows)]
