"""DCAT 3 in JSON-LD: what data portals harvest.

Source: https://www.w3.org/TR/vocab-dcat-3/, with the vocabularies that DCAT-AP 3 prescribes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xiaogan_facts.bilingual import ENGLISH, tagged
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.release.metadata._dataset import Dataset

NAME = "dcat.jsonld"
LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
UNREGISTERED = {"application/vnd.duckdb": "DuckDB"}
AGENT = ["foaf:Agent", "foaf:Organization"]

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "prov": "http://www.w3.org/ns/prov#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def dcat(dataset: Dataset, files: Sequence[ReleasedFile]) -> dict[str, Any]:
    """Return the JSON-LD document. All addresses are relative to its own, and the files lie beside it."""
    maker = {"@id": "#maker", "@type": AGENT, "foaf:name": dataset.maker}
    return {
        "@context": CONTEXT,
        "@id": "#dataset",
        "@type": "dcat:Dataset",
        "dcterms:identifier": f"{dataset.name}-{dataset.version}",
        "dcterms:title": dataset.title.tagged(),
        "dcterms:description": dataset.description.tagged(),
        "dcterms:issued": {"@type": "xsd:date", "@value": dataset.issued},
        "dcterms:language": [
            {"@id": f"{LANGUAGES}{code}", "@type": "dcterms:LinguisticSystem"} for code in ("ENG", "ZHO")
        ],
        "dcterms:license": _licence(dataset),
        "dcterms:creator": maker,
        "dcterms:publisher": {"@id": maker["@id"]},
        "dcterms:bibliographicCitation": dataset.citation,
        "prov:wasDerivedFrom": _article(dataset),
        "dcat:version": dataset.version,
        "dcat:keyword": [tagged(word) for word in dataset.keywords],
        "dcat:distribution": [_distribution(dataset, file) for file in files],
    }


def _distribution(dataset: Dataset, file: ReleasedFile) -> dict[str, Any]:
    return {
        "@id": f"#{file.name}",
        "@type": "dcat:Distribution",
        "dcterms:title": file.title.tagged(),
        "dcterms:license": {"@id": dataset.licence_url},
        "dcat:accessURL": {"@id": file.name},
        "dcat:downloadURL": {"@id": file.name},
        **_format(file.media_type),
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.bytes)},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256", "@type": "spdx:ChecksumAlgorithm"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": file.sha256},
        },
    }


def _format(media_type: str) -> dict[str, Any]:
    """Return the media type if it is registered, else, as DCAT asks, the format by its name."""
    if media_type in UNREGISTERED:
        return {"dcterms:format": {"@type": "dcterms:MediaTypeOrExtent", "rdfs:label": UNREGISTERED[media_type]}}
    registered = {"@id": MEDIA_TYPES + media_type, "@type": "dcterms:MediaType"}
    packed = {"dcat:packageFormat": registered} if media_type == "application/zip" else {}
    return {"dcat:mediaType": registered, **packed}


def _licence(dataset: Dataset) -> dict[str, Any]:
    title = {"@value": dataset.licence_title, "@language": ENGLISH}
    return {"@id": dataset.licence_url, "@type": "dcterms:LicenseDocument", "dcterms:title": title}


def _article(dataset: Dataset) -> dict[str, Any]:
    return {
        "@id": "#article",
        "@type": "prov:Entity",
        "dcterms:title": {"@value": dataset.article.title, "@language": ENGLISH},
        "dcterms:publisher": {"@type": AGENT, "foaf:name": dataset.article.publisher.tagged()},
    }
