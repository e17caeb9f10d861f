"""Write the metadata of a release: what lies beside the CSV files in the zip, and what lies beside all files."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.gate.package import Package
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.release.metadata import croissant, csvw, datacite, dcat, schema_org
from xiaogan_facts.release.metadata._dataset import dataset
from xiaogan_facts.release.snapshot import Snapshot

JSON, JSON_LD = "application/json", "application/ld+json"

TITLES = {
    schema_org.NAME: (JSON_LD, "for search engines: schema.org Dataset", "供搜索引擎使用：schema.org Dataset"),
    croissant.NAME: (JSON_LD, "for machine learning: Croissant 1.1", "供机器学习使用：Croissant 1.1"),
    dcat.NAME: (JSON_LD, "for data portals: DCAT 3", "供数据门户使用：DCAT 3"),
    datacite.NAME: (JSON, "for the registration of a DOI: DataCite 4.5", "供注册 DOI 使用：DataCite 4.5"),
}
"""Of each file its media type, and whom it is for in both languages."""


def beside_csv(package: Package) -> dict[str, str]:
    """Return the text of each file that lies beside the CSV files, by its name."""
    return {csvw.NAME: _text(csvw.csvw(dataset(package), package))}


def write(archive: Snapshot, folder: Path, files: Sequence[ReleasedFile]) -> list[ReleasedFile]:
    """Write the metadata of the released `files` into their folder, and return the new files.

    Raises CannotRunError where the descriptor lacks what metadata needs.
    """
    package, whole = archive.package, dataset(archive.package)
    documents = {
        schema_org.NAME: schema_org.schema_org(whole, package, files),
        croissant.NAME: croissant.croissant(whole, archive.tables, files),
        dcat.NAME: dcat.dcat(whole, files),
        datacite.NAME: datacite.datacite(whole, files),
    }
    for name, document in documents.items():
        (folder / name).write_bytes(_text(document).encode())
    return [_released(folder / name) for name in documents]


def _released(path: Path) -> ReleasedFile:
    media_type, english, chinese = TITLES[path.name]
    return ReleasedFile.of(path, media_type, Bilingual(f"Metadata {english}", f"元数据，{chinese}"))


def _text(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
