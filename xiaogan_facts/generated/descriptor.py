"""Write the schemas, which are edited in `schemas/`, into `datapackage.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.generated.file import Generated

WORDS = ("title", "title@zh", "description", "description@zh")
"""The properties that a resource takes over from its schema."""


def inline(checkout: Path) -> Generated:
    """Return `datapackage/datapackage.json` with the schema of each resource as `schemas/<resource>.json` has it now.

    All else in the descriptor stays as it is. Raises CannotRunError where a file is not a JSON object, or where the
    resources and the files in `schemas/` are not the same tables.
    """
    path = checkout / "datapackage" / "datapackage.json"
    descriptor = _object(path)
    schemas = {file.stem: _object(file) for file in sorted((checkout / "schemas").glob("*.json"))}
    resources = _resources(descriptor)
    for name in sorted(schemas.keys() ^ resources.keys()):
        missing = "a resource in datapackage/datapackage.json" if name in schemas else f"a file schemas/{name}.json"
        raise CannotRunError(f"the table {name!r} lacks {missing}: add it, or remove the table from both")
    differences = []
    for name, resource in resources.items():
        schema = schemas[name]
        if resource != (resource := _with_schema(resource, schema)):
            differences.append(f"the schema of {name!r} is not that of schemas/{name}.json")
        resources[name] = resource
    descriptor["resources"] = list(resources.values())
    return Generated(path, json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", tuple(differences))


def _resources(descriptor: dict[str, Any]) -> dict[str, dict[str, Any]]:
    listed = descriptor.get("resources")
    if not isinstance(listed, list) or not all(isinstance(each, dict) and "name" in each for each in listed):
        raise CannotRunError("datapackage/datapackage.json: `resources` must be a list of objects, each with a `name`")
    return {resource["name"]: resource for resource in listed}


def _with_schema(resource: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return {**resource, **{word: schema[word] for word in WORDS if word in schema}, "schema": schema}


def _object(file: Path) -> dict[str, Any]:
    where = f"{file.parent.name}/{file.name}"
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CannotRunError(f"{where}: there is no such file") from None
    except UnicodeDecodeError as error:
        raise CannotRunError(f"{where}: not UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        raise CannotRunError(f"{where}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from None
    if not isinstance(value, dict):
        raise CannotRunError(f"{where}: a JSON object was expected")
    return value
