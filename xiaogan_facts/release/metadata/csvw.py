"""CSVW: one metadata document over all CSV files, with types, code lists, missing values and keys, in both languages.

Source: https://www.w3.org/TR/tabular-metadata/ and https://www.w3.org/TR/tabular-data-model/
"""

from __future__ import annotations

import re
from typing import Any

from xiaogan_facts.bilingual import ENGLISH, Bilingual, tagged
from xiaogan_facts.gate.package import Field, ForeignKey, Package, Resource, Schema
from xiaogan_facts.gate.package.model import Described
from xiaogan_facts.release.metadata._dataset import Dataset

NAME = "csv-metadata.json"  # where a CSVW processor looks first: beside the file

DATATYPES = {"integer": "integer", "number": "decimal", "boolean": "boolean", "date": "date", "datetime": "datetime"}


def csvw(dataset: Dataset, package: Package) -> dict[str, Any]:
    """Return the document, to lie beside the CSV files."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": ENGLISH}],
        "dc:title": dataset.title.tagged(),
        "dc:description": dataset.description.tagged(),
        "dc:creator": dataset.maker,
        "dc:license": {"@id": dataset.licence_url},
        "dc:bibliographicCitation": dataset.citation,
        "dc:source": dataset.article.title,
        "dc:subject": [tagged(word) for word in dataset.keywords],
        "schema:version": dataset.version,
        "dialect": {"encoding": "utf-8", "delimiter": ",", "quoteChar": '"', "doubleQuote": True, "header": True},
        "tables": [_table(package, resource, resource.schema) for resource in package.resources if resource.schema],
    }


def _table(package: Package, resource: Resource, schema: Schema) -> dict[str, Any]:
    keys = [_foreign_key(package, resource, key) for key in schema.foreign_keys if _always_points(schema, key)]
    return {
        "url": resource.file,
        **_words(resource),
        "tableSchema": {
            "columns": [_column(schema, field, _points_at(package, resource, field)) for field in schema.fields],
            **({"primaryKey": list(schema.primary_key)} if schema.primary_key else {}),
            **({"foreignKeys": keys} if keys else {}),
        },
    }


def _column(schema: Schema, field: Field, points_at: str | None) -> dict[str, Any]:
    """Describe a column. Its title is the header's label; the words for people are Dublin Core's."""
    return {
        "name": field.name,
        "titles": field.name,
        **_words(field),
        "datatype": _datatype(field),
        "null": [missing.value for missing in schema.missing_values_of(field)],
        **({"required": True} if _is_required(schema, field) else {}),
        **({"dc:references": {"@id": points_at}} if points_at else {}),
        **({"schema:unitText": field.unit} if field.unit else {}),
    }


def _datatype(field: Field) -> dict[str, Any]:
    """Return the type with its constraints. CSVW has no code lists: they are patterns here."""
    limits = field.constraints
    base = DATATYPES.get(field.type, "string")
    datatype: dict[str, Any] = {"base": base}
    if base == "boolean":
        datatype["format"] = f"{field.true_values[0]}|{field.false_values[0]}"
    elif base == "date":
        datatype["format"] = "yyyy-MM-dd"
    elif base == "string" and limits.enum:
        datatype["format"] = _whole("|".join(re.escape(str(code)) for code in limits.enum))
    elif base == "string" and limits.pattern:
        datatype["format"] = _whole(limits.pattern)
    lengths_and_bounds = {
        "minimum": limits.minimum,
        "maximum": limits.maximum,
        "minLength": limits.min_length,
        "maxLength": limits.max_length,
    }
    return datatype | {name: limit for name, limit in lengths_and_bounds.items() if limit is not None}


def _whole(pattern: str) -> str:
    """Anchor a pattern: a Table Schema's is matched by the whole cell, CSVW's by any part of it."""
    return f"^({pattern})$"


def _is_required(schema: Schema, field: Field) -> bool:
    return field.constraints.required or field.name in schema.primary_key


def _always_points(schema: Schema, key: ForeignKey) -> bool:
    """Whether CSVW can state a foreign key: there no row may lack a value.

    Source: Metadata Vocabulary for Tabular Data, 5.5.2 "Foreign Keys".
    """
    return all(_is_required(schema, schema.field(name)) for name in key.fields)


def _foreign_key(package: Package, resource: Resource, key: ForeignKey) -> dict[str, Any]:
    reference = {"resource": _target(package, resource, key).file, "columnReference": list(key.reference_fields)}
    return {"columnReference": list(key.fields), "reference": reference}


def _points_at(package: Package, resource: Resource, field: Field) -> str | None:
    """Return the file that a column's values are keys of, whether or not each row has one."""
    keys = resource.schema.foreign_keys if resource.schema else ()
    return next((_target(package, resource, key).file for key in keys if field.name in key.fields), None)


def _target(package: Package, resource: Resource, key: ForeignKey) -> Resource:
    return package.resource(key.reference_resource) if key.reference_resource else resource


def _words(described: Described) -> dict[str, Any]:
    found = {name: Bilingual.of(described, name) for name in ("title", "description")}
    return {f"dc:{name}": words.tagged() for name, words in found.items() if words}
