"""Croissant 1.1 in JSON-LD: what machine-learning tools load. A record set a Parquet file, with keys and references.

Source: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xiaogan_facts.bilingual import CHINESE, ENGLISH, tagged
from xiaogan_facts.database.column_types import COLUMN_TYPES
from xiaogan_facts.release.contents import Column, Content
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.release.metadata._dataset import Dataset

NAME = "croissant.json"

CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "arrayShape": "cr:arrayShape",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "containedIn": "cr:containedIn",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isArray": "cr:isArray",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "name": {"@container": "@language"},
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes, word for word."""


def croissant(dataset: Dataset, contents: Sequence[Content], files: Sequence[ReleasedFile]) -> dict[str, Any]:
    """Return the JSON-LD document. Addresses of files are relative: they lie beside it."""
    maker = {"@type": "Organization", "name": {ENGLISH: dataset.maker}}
    parquet = {file.table: file.name for file in files if file.table}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": dataset.title.by_language(),
        "description": dataset.description.by_language(),
        "version": dataset.version,
        "dateCreated": dataset.issued,
        "datePublished": dataset.issued,
        "inLanguage": [ENGLISH, CHINESE],
        "keywords": [tagged(word) for word in dataset.keywords],
        "license": dataset.licence_url,
        "creator": maker,
        "publisher": maker,
        "citeAs": dataset.citation,
        "isBasedOn": {
            "@type": "NewsArticle",
            "name": {ENGLISH: dataset.article.title},
            "publisher": {"@type": "NewsMediaOrganization", "name": dataset.article.publisher.by_language()},
            "inLanguage": dataset.article.language,
        },
        "distribution": [_file(file) for file in files],
        "recordSet": [_record_set(content, parquet) for content in contents if content.name in parquet],
    }


def _file(file: ReleasedFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": {ENGLISH: file.name},
        "description": file.title.by_language(),
        "contentUrl": file.name,
        "encodingFormat": _format(file),
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }


def _format(file: ReleasedFile) -> str:
    """Return the media type; for Parquet the name that Croissant's tools know."""
    return "application/x-parquet" if file.table else file.media_type


def _record_set(content: Content, parquet: Mapping[str, str]) -> dict[str, Any]:
    key = [{"@id": f"{content.name}/{column}"} for column in content.primary_key]
    return {
        "@type": "cr:RecordSet",
        "@id": content.name,
        "name": {ENGLISH: content.name},
        "description": content.description.by_language(),
        **({"key": key} if key else {}),
        "field": [_field(content, column, parquet[content.name], parquet) for column in content.columns],
    }


def _field(content: Content, column: Column, file: str, parquet: Mapping[str, str]) -> dict[str, Any]:
    target = _target(content, column, parquet)
    return {
        "@type": "cr:Field",
        "@id": f"{content.name}/{column.name}",
        "name": {ENGLISH: column.name},
        "description": column.description.by_language(),
        "dataType": COLUMN_TYPES[column.type].croissant,
        **({"isArray": True, "arrayShape": "-1"} if column.is_list else {}),
        "source": _column(file, column.name),
        **({"references": target} if target else {}),
    }


def _target(content: Content, column: Column, parquet: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the column that this one refers to. mlcroissant 1.1 can load references to files, not to record sets."""
    for key in content.foreign_keys:
        if key.fields == (column.name,):
            return _column(parquet[key.reference_resource or content.name], key.reference_fields[0])
    return None


def _column(file: str, column: str) -> dict[str, Any]:
    return {"fileObject": {"@id": file}, "extract": {"column": column}}
