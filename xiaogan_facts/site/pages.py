"""Every page of the site as HTML, and the raw JSON beside those of single rows."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from markupsafe import Markup

from xiaogan_facts.cards.as_json import as_json
from xiaogan_facts.gate.report.codes import CODES
from xiaogan_facts.rules.runner import RULES
from xiaogan_facts.site.charts.coverage import coverage
from xiaogan_facts.site.charts.speakers import speakers
from xiaogan_facts.site.charts.targets import targets
from xiaogan_facts.site.charts.timeline import timeline
from xiaogan_facts.site.content import PLACES, Content
from xiaogan_facts.site.rendering import MENU, Renderer
from xiaogan_facts.site.scripts import as_script, examples
from xiaogan_facts.site.words import LANGUAGES, READERS

CHARTS = (targets, timeline, speakers, coverage)


def pages(content: Content) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each file."""
    renderer = Renderer(content)
    yield "index.html", renderer.page("index", "index.html", "en", title="Xiaogan facts · 孝感事实")
    for language in LANGUAGES:
        yield from _of_language(renderer, content, language)
    for (table, key), card in content.cards.items():
        yield f"data/{PLACES[table]}/{key}.json", as_json(card, "both")


def _of_language(renderer: Renderer, content: Content, language: str) -> Iterator[tuple[str, str]]:
    own: dict[str, dict[str, Any]] = {
        "home": {"charts": [draw(content, language) for draw in CHARTS]},
        "dictionary": {"tables": content.archive.package.resources, "rules": RULES},
        "problems": {"codes": CODES},
        "downloads": {"readers": READERS},
        "sql": {"examples": Markup(as_script(examples(content)))},
    }
    for name in ("home", *MENU):
        path = f"{language}/{'index' if name == 'home' else name}.html"
        yield path, renderer.page(name, path, language, **own.get(name, {}))
    neighbours = _neighbours(content)
    for (_, key), card in content.cards.items():
        place = f"{content.places[key]}.html"
        path = posixpath.join(language, place)
        before, after = neighbours.get(key, (None, None))
        title = getattr(card.title, language) or card.title.en
        yield path, renderer.page("card", path, language, title=title, card=card, before=before, after=after)


def _neighbours(content: Content) -> dict[str, tuple[str | None, str | None]]:
    """Return the facts, or passages, that stand before and after each one in the article."""
    found: dict[str, tuple[str | None, str | None]] = {}
    for keys in ([row["fact_id"] for row in content.facts], [row["passage_id"] for row in content.passages]):
        for place, key in enumerate(keys):
            after = keys[place + 1] if place + 1 < len(keys) else None
            found[key] = (keys[place - 1] if place else None, after)
    return found
