"""Render a card as Markdown, for an issue, a note or a page; no cell can break out of its place."""

from __future__ import annotations

import re

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.cards.card import Card
from xiaogan_facts.gate.printable import printable

_SIGNS = re.compile(r"([\\`*_\[\]<>|~#&])")


def as_markdown(card: Card, language: str) -> str:
    """Return the card in a language (en, zh, both): a heading, the sentence, and a list of the rest."""
    blocks = [f"## {_escaped(card.id)} · {_joined(card.kind, language)}"]
    blocks += [_escaped(text) for text in card.title.said(language)]
    items = []
    for entry in card.entries:
        label = f"- **{_joined(entry.label, language)}**:"
        texts = [" / ".join(map(_escaped, words.said(language))) for words in entry.lines]
        items += [f"{label} {texts[0]}"] if len(texts) == 1 else [label, *(f"  - {text}" for text in texts)]
    blocks.append("\n".join(items))
    for excerpt in card.excerpts:
        where = _joined(Bilingual(f"line {excerpt.line}", f"第{excerpt.line}行"), language)
        text = "".join(f"**{_escaped(piece)}**" if marked else _escaped(piece) for marked, piece in excerpt.pieces())
        blocks.append(f"> {text}\n>\n> {_escaped(excerpt.passage_id)}, {where}")
    return "\n\n".join(blocks) + "\n"


def _joined(words: Bilingual, language: str) -> str:
    return " ".join(map(_escaped, words.said(language)))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", printable(text)).replace("\n", "<br>")
