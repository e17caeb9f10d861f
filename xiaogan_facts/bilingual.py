"""The same words in the archive's two languages."""

from __future__ import annotations

from dataclasses import dataclass

from xiaogan_facts.gate.package.model import Described

LANGUAGES = ("en", "zh", "both")


@dataclass(frozen=True)
class Bilingual:
    """Words in English and in Chinese."""

    en: str
    zh: str

    @classmethod
    def same(cls, text: str) -> Bilingual:
        """What reads the same in both languages."""
        return cls(text, text)

    @classmethod
    def of(cls, described: Described, *properties: str) -> Bilingual | None:
        """The first of the properties (`title`, `description`) that is given; in English alone where that is all."""
        for name in properties:
            english = getattr(described, name)
            if english:
                return cls(english, described.translated(name, "zh") or english)
        return None

    def said(self, language: str) -> list[str]:
        """The words in a language (en, zh, both), each once."""
        return list(dict.fromkeys({"en": [self.en], "zh": [self.zh]}.get(language, [self.en, self.zh])))
