"""Render a template as a page: its words in one language, its links relative, so that it works from a folder too."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from xiaogan_facts.gate.package.model import Described
from xiaogan_facts.gate.translation import say, speaking
from xiaogan_facts.output.cells import as_text
from xiaogan_facts.paths import FACT_TABLES
from xiaogan_facts.release.files import ReleasedFile
from xiaogan_facts.site.content import Content
from xiaogan_facts.site.scripts import has_bundles
from xiaogan_facts.site.words import LANGUAGES, words

_ID = re.compile(r"\(([a-z0-9][a-z0-9-]*)\)|\b([a-z]{2}\d\d-[a-z]\d\d-\d\d)\b")


MENU = (
    *("facts", "entities", "caveats", "source", "connections", "questions", "sql"),
    *("dictionary", "problems", "downloads"),
)
"""The pages that every page leads to, by the keys of their words."""


class Renderer:
    """The templates with the content that they share."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.environment = Environment(
            loader=FileSystemLoader(Path(__file__).with_name("templates")),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(cell=as_text, text=_markdown, size=_size)

        self.facts = {row["fact_id"]: row for row in content.facts}
        lines: dict[int, int] = {}
        for row in content.passages:
            lines[row["line"]] = lines.get(row["line"], 0) + row["char_end"] - row["char_start"]
        self.longest = max(lines.values())
        self.labels = {language: self._labels(language) for language in LANGUAGES}

    def _file_that(self, name: str) -> ReleasedFile:
        """Return the released file of that name, in which the version is left out."""
        version = f"-{self.content.version}"
        return next(file for file in self.content.files if file.name.replace(version, "") == name)

    def _labels(self, language: str) -> dict[str, Any]:
        """Return the labels of codes, and the choices of each filter of the facts, as pairs of value and label."""
        content = self.content
        package = content.archive.package
        tables = [package.resource(name) for name in FACT_TABLES]
        kinds = {each.name: _said(each, "title", language) for each in tables}
        statuses = {row["value_type"]: row[f"status_{language}"] for row in content.facts if row["value_type"]}
        codes = self._codes(language)
        bases = {row["basis"]: codes["observations", "basis", row["basis"]] for row in content.facts}
        subjects = {row["subject_id"]: row[f"subject_{language}"] for row in content.facts}
        speakers = {row["attributed_to_id"]: row[f"speaker_{language}"] for row in content.facts}

        def sorted_by_label(labels: dict[str, str]) -> list[tuple[str, str]]:
            return sorted(labels.items(), key=lambda pair: pair[1].lower())

        return {
            "kind_names": kinds,
            "kinds": list(kinds.items()),
            "statuses": sorted_by_label(statuses),
            "basis_names": bases,
            "bases": sorted_by_label(bases),
            "subjects": sorted_by_label(subjects),
            "speakers": sorted_by_label(speakers),
            "entity_kinds": {value: label for (table, _, value), label in codes.items() if table == "entities"},
        }

    def _codes(self, language: str) -> dict[tuple[str, str, str], str]:
        query = f"SELECT table_name, column_name, value, coalesce(label_{language}, value) FROM codes"
        rows = self.content.archive.connection.execute(query).fetchall()
        return {(table, column, value): label for table, column, value, label in rows}

    def page(self, template: str, path: str, language: str, **own: Any) -> str:
        """Render a template as the page at `path`, in a language (en, zh)."""

        def link(target: str) -> str:
            return posixpath.relpath(target, posixpath.dirname(path) or ".")

        other = "zh" if language == "en" else "en"
        known = SimpleNamespace(**words(language))  # as a mapping, its methods would hide words such as `clear`
        shared = {
            "t": known,
            "lang": language,
            "tags": LANGUAGES,
            "path": path,
            "link": link,
            "title": getattr(known, template, known.title),
            "other_path": path.replace(f"{language}/", f"{other}/", 1),
            "content": self.content,
            "in_lang": lambda row, name: row[f"{name}_{language}"],
            "in_lang_of": lambda each, name: getattr(each, f"{name}_{language}"),
            "said": lambda each, name: _said(each, name, language),
            "facts_by_id": self.facts,
            "longest": self.longest,
            "file_that": self._file_that,
            "has_bundles": has_bundles(),
            "menu": MENU,
            "say": say,
            **self.labels[language],
            "linked": self._linked(language, link),
            "json_ld": self._json_ld(language, path),
        }
        with speaking("zh" if language == "zh" else "en"):
            return self.environment.get_template(f"{template}.html").render({**shared, **own}) + "\n"

    def _linked(self, language: str, link: Callable[[str], str]) -> Callable[[str], Markup]:
        """Return the function that escapes a text and makes links of the ids in it."""

        def linked(text: str) -> Markup:
            parts: list[Markup] = []
            at = 0
            for found in _ID.finditer(text):
                key = found[1] or found[2]
                if key not in self.content.places:
                    continue
                group = 1 if found[1] else 2
                target = link(f"{language}/{self.content.places[key]}.html")
                parts += [escape(text[at : found.start(group)]), Markup('<a href="{}">{}</a>').format(target, key)]
                at = found.end(group)
            return Markup("").join([*parts, escape(text[at:])])

        return linked

    def _json_ld(self, language: str, path: str) -> Markup:
        package = self.content.archive.package
        described = {
            "@context": "https://schema.org/",
            "@type": "Dataset" if path.endswith("index.html") else "WebPage",
            "name": package.title if language == "en" else package.translated("title", "zh"),
            "description": package.description if language == "en" else package.translated("description", "zh"),
            "inLanguage": LANGUAGES[language],
            "version": package.version,
            "license": "https://creativecommons.org/licenses/by/4.0/",
        }
        return Markup(json.dumps(described, ensure_ascii=False).replace("<", "\\u003c"))


def _said(described: Described, name: str, language: str) -> str:
    """Return a property of a table, field or code in a language, in English where there is no other."""
    return (described.translated(name, "zh") if language == "zh" else None) or getattr(described, name)


def _markdown(text: str) -> Markup:
    """Render the little Markdown of the registry of problem codes: paragraphs, code, blocks of code."""
    import marko

    rendered = Markup(marko.convert(text))
    plain = re.sub(r' class="language-\w+"', "", rendered)
    return Markup(plain.replace("<pre>", '<pre tabindex="0">'))  # it may scroll, so the keyboard has to reach it


def _size(number: int) -> str:
    """Return a number of bytes for people: 97 kB."""
    return f"{number / 1_000_000:.1f} MB" if number >= 1_000_000 else f"{max(number // 1000, 1):,} kB"
