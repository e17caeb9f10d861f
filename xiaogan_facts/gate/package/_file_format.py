"""Determine a resource's format from `format`, `mediatype` or the file's name, never from its bytes."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import NamedTuple

_BY_MEDIATYPE = {"text/csv": "csv", "text/tab-separated-values": "tsv"}
_BY_ENDING = {"csv": "csv", "tsv": "tsv", "tab": "tsv", "ndjson": "jsonl", "pq": "parquet"}
PLAIN_TEXT = ("", "txt", "text", "dat")
"""Endings that say nothing about a format, so that a table in such a file is read as CSV, the standard's default."""

_PACKING = {"gz": "gz", "zip": "zip"}


class FileFormat(NamedTuple):
    """A file format: `kind` is "csv", "tsv" or another name, `packing` is "gz", "zip" or None."""

    kind: str
    packing: str | None


def format_of(
    format_: str | None, mediatype: str | None, compression: str | None, paths: tuple[str, ...]
) -> FileFormat:
    """Return the format that a resource declares, or that the name of its first file tells."""
    endings = [ending.lower().lstrip(".") for ending in PurePosixPath(paths[0]).suffixes] if paths else []
    packing = _PACKING.get(endings[-1]) if endings else None
    if packing:
        endings.pop()
    declared = (format_ or "").lower().lstrip(".")
    if declared in _PACKING:
        packing, declared = packing or declared, ""
    if compression in _PACKING:
        packing = compression
    elif compression == "no":
        packing = None
    kind = declared or _BY_MEDIATYPE.get((mediatype or "").split(";")[0].strip().lower(), "")
    if not kind and endings:
        kind = endings[-1]
    return FileFormat(_BY_ENDING.get(kind, kind), packing)
