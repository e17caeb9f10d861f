"""One row of the archive as a card: what it says, who says so, where it stands, with which caveats, how to cite it."""

from xiaogan_facts.cards.as_json import as_json
from xiaogan_facts.cards.as_markdown import as_markdown
from xiaogan_facts.cards.as_text import as_text
from xiaogan_facts.cards.build import make_card
from xiaogan_facts.cards.card import LANGUAGES, Card, Entry, Excerpt, Words

__all__ = ["LANGUAGES", "Card", "Entry", "Excerpt", "Words", "as_json", "as_markdown", "as_text", "make_card"]
