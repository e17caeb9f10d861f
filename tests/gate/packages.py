"""Small packages, written into a folder by the tests of the gate, and what is said of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xiaogan_facts.validation import validate


def package(folder: Path, resource: dict[str, Any] | list[Any], text: str | bytes | None = None) -> Path:
    resources = resource if isinstance(resource, list) else [{"name": "data", "path": "data.csv", **resource}]
    (folder / "datapackage.json").write_text(json.dumps({"name": "p", "resources": resources}), encoding="utf-8")
    if text is not None:
        (folder / "data.csv").write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def rules(folder: Path) -> list[str]:
    return [problem.rule for problem in validate(folder).problems]


def field(name: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    return {"name": name, "type": kind, "constraints": constraints}


def said(folder: Path) -> list[tuple[str, int | None, int | None]]:
    return [(problem.rule, problem.line, problem.column) for problem in validate(folder).problems]
