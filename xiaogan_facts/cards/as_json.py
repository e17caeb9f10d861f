"""Render a card for programs: one JSON object, with each value as in the archive and in words."""

from __future__ import annotations

from typing import Any

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.cards.card import Card
from xiaogan_facts.output.cells import as_json as cell_as_json


def as_json(card: Card, language: str) -> str:
    """Return the card as indented JSON; words are objects with a key for each language (en, zh, both)."""
    content: dict[str, Any] = {
        "id": card.id,
        "table": card.table,
        "kind": _words(card.kind, language),
        "title": _words(card.title, language),
    }
    content |= {entry.key: _valued(entry.value, language) for entry in card.entries}
    if card.excerpts:
        content["excerpts"] = [
            {"passage_id": each.passage_id, "line": each.line, "text": each.text, "marks": each.marks}
            for each in card.excerpts
        ]
    return cell_as_json(content, indent=2) + "\n"


def _words(words: Bilingual, language: str) -> dict[str, str]:
    return {each: words.said(each)[0] for each in ("en", "zh") if language in (each, "both")}


def _valued(value: Any, language: str) -> Any:
    """Return a value of an entry, its words in the languages asked for."""
    if isinstance(value, Bilingual):
        return _words(value, language)
    if isinstance(value, dict):
        return {key: _valued(each, language) for key, each in value.items()}
    return [_valued(each, language) for each in value] if isinstance(value, (list, tuple)) else value
