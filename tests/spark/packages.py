"""Packages that the tests of Spark share."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.report.as_json import as_json

FIELDS = [{"name": "id", "type": "integer"}, {"name": "name"}, {"name": "of", "type": "integer"}]


def table(name: str, to: str, **more: Any) -> dict[str, Any]:
    """A table with a primary key, that refers to another."""
    keys = [{"fields": "of", "reference": {"resource": to, "fields": "id"}}]
    return {"name": name, "schema": {"fields": FIELDS, "primaryKey": "id", "foreignKeys": keys}, **more}


def write(folder: Path, *resources: dict[str, Any]) -> Path:
    """Write a descriptor into a folder, and return that."""
    descriptor = {"name": "p", "resources": resources}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def faulty(folder: Path) -> Path:
    """Write a package with faults of each kind: in parts, in other encodings, packed, in the descriptor."""
    parts = ["".join(_records(start)) for start in (0, 400)]
    (folder / "one.csv").write_bytes(b"id,name,of\n" + parts[0].encode("gbk"))
    (folder / "tw[o] 二.csv").write_bytes(parts[1].encode("gbk"))
    (folder / "packed.csv.gz").write_bytes(gzip.compress(b"id,name,of\n1,a,3\n1,b,9999\n"))
    (folder / "wide.csv").write_bytes("id,name,of\n1,孝感,x\n".encode("utf-16"))
    (folder / "stray.csv").write_bytes(b"id,name,of\n" + b'1,5" pipe,1\n2,"a\nb",1\nx,"c",2\n3,d,77\n' * 40)
    (folder / "mark.csv").write_bytes('\ufeffid,name,of\r\n\r\n1,"a\n\n",1\r\n\r\nx,é,2\r\n,,'.encode() * 40)
    (folder / "empty.csv").write_bytes(b"")
    return write(
        folder,
        table("parts", "", path=["one.csv", "tw[o] 二.csv"], encoding="gbk"),
        table("packed", "parts", path="packed.csv.gz"),
        table("wide", "parts", path="wide.csv", encoding="utf-16"),
        table("stray", "inline", path="stray.csv", bytes=3, hash="sha256:" + "0" * 64),
        table("inline", "stray", data=[["id", "name", "of"], [1, "a", 3], [2, "b", 8]]),
        table("mark", "parts", path=["mark.csv", "empty.csv"]),
    )


def _records(start: int) -> Iterator[str]:
    for number in range(start, start + 400):
        same = number - 7 if number % 97 == 0 else number
        name = '"孝\n感"' if number % 3 else "孝感"
        of = "x" if number % 101 == 0 else 5000 if number % 89 == 0 else number // 2 + start // 2
        yield f"{same},{name}\n" if number % 83 == 0 else f"{same},{name},{of}\n"


def report(made: Any) -> list[str]:
    """The report as it is compared: byte for byte."""
    return list(as_json(made))
