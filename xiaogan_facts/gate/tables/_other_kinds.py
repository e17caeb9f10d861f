"""Recognise by its first bytes what stands in place of delimited text: a workbook, a web page, a pointer to a file."""

from __future__ import annotations

import re
from typing import NamedTuple

from xiaogan_facts.gate.translation import later


class Kind(NamedTuple):
    """What a file is, and what to do about it."""

    what: str
    remedy: str


_EXPORT = later("save the table as CSV in UTF-8")
_UNPACK = later('unpack it, or state its `compression` ("zip" or "gz")')
_FETCH = later("fetch the file itself; an address may have answered with this page in its place")
_BY_BYTES = (
    (b"\xd0\xcf\x11\xe0", Kind("a workbook of an old Excel", _EXPORT)),
    (b"\x1f\x8b", Kind("a gzip file", _UNPACK)),
    (b"%PDF-", Kind("a PDF document", _EXPORT)),
    (b"PAR1", Kind("a Parquet file", later('state `"format": "parquet"`, or save the table as CSV'))),
    (b"SQLite format 3\0", Kind("a SQLite database", _EXPORT)),
    (
        b"version https://git-lfs.github.com/spec/",
        Kind("a pointer of Git LFS, not the file itself", later("fetch the file itself: git lfs pull")),
    ),
)
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*[\[{])')


def other_kind(start: bytes) -> Kind | None:
    """Return what a file is that begins with these bytes, None if it may be delimited text."""
    if start.startswith(b"PK\x03\x04"):
        if b"[Content_Types].xml" in start or b"xl/" in start:
            return Kind("an Excel workbook", _EXPORT)
        if b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in start:
            return Kind("an OpenDocument spreadsheet", _EXPORT)
        return Kind("a zip archive", _UNPACK)
    for mark, kind in _BY_BYTES:
        if start.startswith(mark):
            return kind
    if found := _MARKUP.match(start[:4096]):
        return Kind("an XML document", _EXPORT) if found[1].startswith(b"?") else Kind("a web page", _FETCH)
    if _JSON.match(start[:4096]):
        return Kind("JSON", later('state `"format": "json"`, or save the table as CSV'))
    return None
