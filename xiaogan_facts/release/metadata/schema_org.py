"""schema.org `Dataset` in JSON-LD: what search engines for data sets read.

Source: https://schema.org/Dataset, and the properties that Google Dataset Search asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xiaogan_facts.bilingual import CHINESE, ENGLISH, Bilingual, tagged
from xiaogan_facts.gate.package import Package
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.release.metadata._dataset import Article, Dataset

NAME = "schema-org.jsonld"


def schema_org(dataset: Dataset, package: Package, files: Sequence[ReleasedFile]) -> dict[str, Any]:
    """Return the JSON-LD document. All addresses are relative to its own, and the files lie beside it."""
    maker = {"@type": "Organization", "name": dataset.maker}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": "#dataset",
        "identifier": f"{dataset.name}-{dataset.version}",
        "name": dataset.title.tagged(),
        "description": dataset.description.tagged(),
        "version": dataset.version,
        "dateCreated": dataset.issued,
        "inLanguage": [ENGLISH, CHINESE],
        "keywords": [tagged(word) for word in dataset.keywords],
        "license": dataset.licence_url,
        "usageInfo": {"@type": "CreativeWork", "name": dataset.licence_title},
        "isAccessibleForFree": True,
        "creator": maker,
        "publisher": maker,
        "creditText": dataset.citation,
        "isBasedOn": article(dataset.article),
        "variableMeasured": list(_variables(package)),
        "distribution": [_download(file) for file in files],
    }


def _variables(package: Package) -> Iterator[dict[str, Any]]:
    """Describe each column that has a unit."""
    for resource in package.resources:
        for field in resource.schema.fields if resource.schema else ():
            title, description = Bilingual.of(field, "title"), Bilingual.of(field, "description")
            if field.unit and title and description:
                yield {
                    "@type": "PropertyValue",
                    "name": title.tagged(),
                    "description": description.tagged(),
                    "unitText": field.unit,
                    "propertyID": f"{resource.name}.{field.name}",
                }


def _download(file: ReleasedFile) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.title.tagged(),
        "contentUrl": file.name,
        "encodingFormat": file.media_type,
        "contentSize": f"{file.bytes} B",
        "sha256": file.sha256,
    }


def article(source: Article) -> dict[str, Any]:
    """Describe the article that the facts come from; its text is no part of the archive."""
    return {
        "@type": "NewsArticle",
        "name": {"@value": source.title, "@language": ENGLISH},
        "publisher": {"@type": "NewsMediaOrganization", "name": source.publisher.tagged()},
        "creditText": source.byline.tagged(),
        "inLanguage": source.language,
        "copyrightHolder": {"@type": "NewsMediaOrganization", "name": source.publisher.tagged()},
    }
