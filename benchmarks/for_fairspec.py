"""Says in the words of Fairspec, a format of its own, what a package's descriptor says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

SAME = ("enum", "maximum", "maxLength", "minimum", "minLength", "pattern")


def write(folder: Path) -> Path:
    """Write the dataset's description beside the descriptor of a package, and return its path."""
    described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    path = folder / "fairspec.json"
    resources = [_resource(resource) for resource in described["resources"]]
    path.write_text(json.dumps({"resources": resources}, indent=2) + "\n", encoding="utf-8")
    return path


def _resource(resource: dict[str, Any]) -> dict[str, Any]:
    schema = resource["schema"]
    table = {
        "properties": {field["name"]: _column(field) for field in schema["fields"]},
        "primaryKey": schema["primaryKey"],
    }
    if keys := schema.get("foreignKeys"):
        table["foreignKeys"] = [_foreign_key(key) for key in keys]
    return {"name": resource["name"], "data": resource["path"], "tableSchema": table}


def _column(field: dict[str, Any]) -> dict[str, Any]:
    if field["type"] == "date":  # which has no bounds there
        return {"type": "string", "format": "date"}
    kind = field["type"] if field["constraints"].get("required") else [field["type"], "null"]
    return {"type": kind, **{name: limit for name, limit in field["constraints"].items() if name in SAME}}


def _foreign_key(key: dict[str, Any]) -> dict[str, Any]:
    reference = {"resource": key["reference"]["resource"], "columns": key["reference"]["fields"]}
    return {"columns": key["fields"], "reference": reference}
