"""DataCite 4.5 in JSON: what a repository needs to register a DOI; the DOI itself is the repository's to give.

Source: https://datacite-metadata-schema.readthedocs.io/en/4.5/
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xiaogan_facts.bilingual import CHINESE, ENGLISH, Bilingual, tagged
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.release.metadata._dataset import Dataset

NAME = "datacite.json"


def datacite(dataset: Dataset, files: Sequence[ReleasedFile]) -> dict[str, Any]:
    """Return the document, to be sent to DataCite's REST API as `data.attributes`."""
    article = dataset.article
    return {
        "schemaVersion": "http://datacite.org/schema/kernel-4",
        "types": {"resourceTypeGeneral": "Dataset", "resourceType": "Data Package"},
        "creators": [{"name": dataset.maker, "nameType": "Organizational"}],
        "titles": _titles(dataset.title),
        "publisher": {"name": dataset.maker},
        "publicationYear": str(dataset.year),
        "version": dataset.version,
        "language": ENGLISH,
        "subjects": [{"subject": word, "lang": tagged(word)["@language"]} for word in dataset.keywords],
        "dates": [{"date": dataset.issued, "dateType": "Created"}],
        "descriptions": [
            {"description": text, "descriptionType": "Abstract", "lang": language}
            for language, text in dataset.description.by_language().items()
        ],
        "rightsList": [
            {
                "rights": dataset.licence_title,
                "rightsUri": dataset.licence_url,
                "rightsIdentifier": dataset.licence_name,
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
                "lang": ENGLISH,
            }
        ],
        "formats": sorted({file.media_type for file in files}),
        "sizes": [f"{file.name}: {file.bytes} bytes" for file in files],
        "relatedItems": [
            {
                "relatedItemType": "Text",
                "relationType": "IsDerivedFrom",
                "titles": [{"title": article.title, "lang": ENGLISH}],
                "creators": [{"name": name.strip(), "nameType": "Personal"} for name in article.byline.en.split(",")],
                "publisher": article.publisher.en,
            }
        ],
    }


def _titles(title: Bilingual) -> list[dict[str, str]]:
    main = {"title": title.en, "lang": ENGLISH}
    return [main, {"title": title.zh, "titleType": "TranslatedTitle", "lang": CHINESE}] if title.zh else [main]
