"""Compares a resource's files with what the descriptor says of them: size, fingerprint, number of records.

Source: Data Resource, `bytes` and `hash`; of several files, as if they were one.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.tables.source import CHUNK, parts

if TYPE_CHECKING:
    from xiaogan_facts.gate.package.model import Package, Resource


def judge_files(package: Package, resource: Resource) -> list[Problem]:
    """What the files of a resource say against its `bytes` and `hash`. Raises SourceError, OSError."""
    if resource.data is not None or (resource.bytes is None and resource.hash is None):
        return []
    found = []
    files = parts(package, resource)
    if resource.bytes is not None:
        size = sum(part.path.stat().st_size for part in files)
        if size != resource.bytes:
            found.append(
                _problem(resource, "bytes", str(size), f"{resource.bytes} bytes", "correct the file or `bytes`")
            )
    if resource.hash is not None:
        algorithm, _, digest = resource.hash.rpartition(":")
        algorithm = algorithm.lower() or "md5"
        if algorithm not in hashlib.algorithms_guaranteed or algorithm.startswith("shake"):
            expected = "a hash whose algorithm is known: md5, sha1, sha256, sha512, …"
            found.append(_problem(resource, "hash-unknown", resource.hash, expected, "use one of these"))
        else:
            state = hashlib.new(algorithm, usedforsecurity=False)
            for part in files:
                with part.path.open("rb") as stream:
                    while chunk := stream.read(CHUNK):
                        state.update(chunk)
            if state.hexdigest() != digest.lower():
                expected = f"the {algorithm} hash {digest}"
                found.append(_problem(resource, "hash", state.hexdigest(), expected, "correct the file or `hash`"))
    return found


def judge_count(resource: Resource, records: int) -> list[Problem]:
    """What the number of records says against the resource's `rows`."""
    if resource.rows is None or resource.rows == records:
        return []
    return [_problem(resource, "rows", str(records), f"{resource.rows} records", "correct the file or `rows`")]


def _problem(resource: Resource, rule: str, value: str, expected: str, remedy: str) -> Problem:
    return Problem(rule, "error", resource.file, expected, remedy, value=value, table=resource.name)
