"""Data Packages of anybody, written into a folder by the tests of the database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def package(folder: Path, *resources: dict[str, Any], **files: str) -> Path:
    """A Data Package of anybody's, with each resource's CSV as a keyword."""
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8", newline="")
    descriptor = {"name": "theirs", "resources": list(resources)}
    (folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    return folder


def resource(name: str, path: str | None = None, **schema: Any) -> dict[str, Any]:
    return {"name": name, "path": path or f"{name}.csv", "schema": schema}


def field(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, **more}


def key(fields: str, table: str, reference: str) -> dict[str, Any]:
    return {"fields": [fields], "reference": {"resource": table, "fields": [reference]}}
