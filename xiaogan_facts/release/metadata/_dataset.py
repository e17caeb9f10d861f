"""What every metadata standard asks about the archive as a whole, read once from the descriptor and its sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.package import Package
from xiaogan_facts.gate.tables.table import read_typed
from xiaogan_facts.gate.translation import say


@dataclass(frozen=True)
class Article:
    """What the archive's facts are drawn from: never its text, only what identifies it."""

    title: str
    publisher: Bilingual
    byline: Bilingual
    language: str


@dataclass(frozen=True)
class Dataset:
    """The archive as a whole; `issued` is the day (ISO 8601) on which its first version was made."""

    name: str
    title: Bilingual
    description: Bilingual
    version: str
    issued: str
    keywords: tuple[str, ...]
    maker: str
    licence_name: str
    licence_url: str
    licence_title: str
    article: Article

    @property
    def year(self) -> int:
        """The year of publication."""
        return int(self.issued[:4])

    @property
    def citation(self) -> str:
        """The line that cites the archive."""
        return f"{self.maker} ({self.year}). {self.title.en}. Version {self.version}. {self.licence_name}."


def dataset(package: Package) -> Dataset:
    """Describe a package. Raises CannotRunError, naming the property, if the descriptor lacks one."""
    licence = _first(package, "licenses")
    title, description = Bilingual.of(package, "title"), Bilingual.of(package, "description")
    if title is None or description is None:
        raise _lacking(package, "title" if title is None else "description")
    return Dataset(
        name=_text(package, package.descriptor, "name"),
        title=title,
        description=description,
        version=_text(package, package.descriptor, "version"),
        issued=_text(package, package.descriptor, "created")[:10],
        keywords=tuple(package.descriptor.get("keywords", ())),
        maker=_text(package, _first(package, "contributors"), "title"),
        licence_name=_text(package, licence, "name"),
        licence_url=_text(package, licence, "path"),
        licence_title=_text(package, licence, "title"),
        article=_article(package),
    )


def _article(package: Package) -> Article:
    source = read_typed(package, "sources").row(0, named=True)
    entities = read_typed(package, "entities")
    publisher = entities.row(by_predicate=pl.col("entity_id") == source["publisher_id"], named=True)
    return Article(
        title=_text(package, _first(package, "sources"), "title"),
        publisher=Bilingual(publisher["name_en"], publisher["name_zh"]),
        byline=Bilingual(source["byline_en"], source["byline_zh"]),
        language=source["language"],
    )


def _first(package: Package, name: str) -> Mapping[str, Any]:
    listed = package.descriptor.get(name)
    if not isinstance(listed, list) or not listed or not isinstance(listed[0], dict):
        raise _lacking(package, name)
    return listed[0]


def _text(package: Package, described: Mapping[str, Any], name: str) -> str:
    value = described.get(name)
    if not isinstance(value, str) or not value:
        raise _lacking(package, name)
    return value


def _lacking(package: Package, name: str) -> CannotRunError:
    return CannotRunError(
        say(
            "{file}: there is no `{name}`, and the metadata of a release needs it; add it", file=package.file, name=name
        )
    )
