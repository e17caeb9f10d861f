"""Render a card for a terminal, folded to its width; no cell can control the terminal."""

from __future__ import annotations

from collections.abc import Iterable

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.cards.card import Card, Excerpt
from xiaogan_facts.gate.printable import printable
from xiaogan_facts.output.width import fold, padded, width

BEGINS, ENDS = "⟦", "⟧"
GAP = "  "


def as_text(card: Card, language: str, limit: int | None) -> str:
    """Return the card in a language (en, zh, both), in lines of at most `limit` columns; None is no limit."""
    lines = [f"{card.id} · {' '.join(card.kind.said(language))}", *_folded(card.title.said(language), limit), ""]
    labels = [" ".join(entry.label.said(language)) for entry in card.entries]
    column = max(map(width, labels), default=0)
    beside = limit is None or limit >= 3 * column  # else each label is above its text
    room = limit and limit - (column + len(GAP) if beside else len(GAP))
    for label, entry in zip(labels, card.entries, strict=True):
        said = _folded([text for words in entry.lines for text in words.said(language)], room)
        if beside:
            margins = [padded(label, column), *[" " * column] * len(said)]
        else:
            lines.append(label)
            margins = [""] * len(said)
        lines += [margin + GAP + line for margin, line in zip(margins, said, strict=False)]
    for excerpt in card.excerpts:
        where = " ".join(Bilingual(f"line {excerpt.line}", f"第{excerpt.line}行").said(language))
        lines += ["", f"{excerpt.passage_id} · {where}", *_folded([_marked(excerpt)], limit)]
    return "".join(printable(line).rstrip() + "\n" for line in lines)


def _folded(texts: Iterable[str], limit: int | None) -> list[str]:
    wide = 10**9 if limit is None else max(limit, 2)
    return [line for text in texts for line in fold(printable(text), wide)]


def _marked(excerpt: Excerpt) -> str:
    return "".join(f"{BEGINS}{piece}{ENDS}" if marked else piece for marked, piece in excerpt.pieces())
