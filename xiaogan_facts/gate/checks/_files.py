"""Compare a resource's files with its descriptor: size, hash and number of records.

Source: Data Resource, `bytes` and `hash`. Several files count as one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from xiaogan_facts.gate.package.model import Package, Resource
from xiaogan_facts.gate.report.problem import Problem
from xiaogan_facts.gate.tables.source import Part, as_stored, found_parts, remote
from xiaogan_facts.gate.translation import say

_A_HASH = re.compile(r"[^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32}")


def judge_files(package: Package, resource: Resource) -> list[Problem]:
    """Compare the files of a resource with its `bytes` and `hash`; a missing one is reported when it is opened.

    Raises SourceError if one cannot be read. Line ends that were changed on the way are told once.
    """
    if resource.data is not None or remote(resource) or (resource.bytes is None and resource.hash is None):
        return []
    files, absent = found_parts(package, resource)
    if absent:
        return []
    size, digest = _size(resource, files), _hash(resource, files)
    found = [*size, *digest]
    if any(each.rule in ("bytes", "hash") for each in found) and (ends := _changed_line_ends(resource, files)):
        kept = [each for each in found if each.rule == "hash-unknown"]
        whole = next(each for each in reversed(found) if each.rule != "hash-unknown")
        return [
            *kept,
            replace(
                whole, remedy=say("only the line ends differ: write them as {ends}, as they were described", ends=ends)
            ),
        ]
    return found


def _size(resource: Resource, files: list[Part]) -> list[Problem]:
    size = sum(part.size for part in files)
    if resource.bytes in (None, size):
        return []
    return [Problem.of("bytes", resource.file, value=str(size), table=resource.name, bytes=resource.bytes)]


def _hash(resource: Resource, files: list[Part]) -> list[Problem]:
    if resource.hash is None or not _A_HASH.fullmatch(resource.hash):  # `by_properties` reports one of another form
        return []
    algorithm, digest = _algorithm(resource.hash)
    if algorithm is None:
        return [Problem.of("hash-unknown", resource.file, value=resource.hash, table=resource.name)]
    found = _digest(algorithm, as_stored(files))
    if found == digest:
        return []
    at: dict[str, Any] = {"file": resource.file, "table": resource.name}
    return [Problem.of("hash", **at, value=found, algorithm=algorithm, digest=digest)]


def _algorithm(stated: str) -> tuple[str | None, str]:
    """Return the algorithm of a hash, None if there is no such, and the digest in lower case."""
    name, _, digest = stated.rpartition(":")
    algorithm = name.lower() or "md5"
    known = algorithm in hashlib.algorithms_guaranteed and not algorithm.startswith("shake")
    return algorithm if known else None, digest.lower()


def _digest(algorithm: str, blocks: Iterable[bytes]) -> str:
    state = hashlib.new(algorithm, usedforsecurity=False)
    for block in blocks:
        state.update(block)
    return state.hexdigest()


def _changed_line_ends(resource: Resource, files: list[Part]) -> str | None:
    """Return the line ends, LF or CR LF, with which the files would be as `bytes` and `hash` say."""
    for name, end in (("LF", b"\n"), ("CR LF", b"\r\n")):
        size = sum(map(len, _with_line_ends(as_stored(files), end)))
        if resource.bytes not in (None, size):
            continue
        algorithm, digest = _algorithm(resource.hash or "")
        if resource.hash is None or algorithm is None:
            return name
        if _digest(algorithm, _with_line_ends(as_stored(files), end)) == digest:
            return name
    return None


def _with_line_ends(blocks: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    """Yield a text with all its line ends made alike; CR LF may stand across two blocks."""
    held = b""
    for block in blocks:
        text = held + block
        held = text[-1:] if text.endswith(b"\r") else b""
        yield text[: len(text) - len(held)].replace(b"\r\n", b"\n").replace(b"\n", end)
    yield held


def judge_count(resource: Resource, records: int) -> list[Problem]:
    """Compare the number of records with the resource's `rows`."""
    if resource.rows in (None, records):
        return []
    return [Problem.of("rows", resource.file, value=str(records), table=resource.name, rows=resource.rows)]
