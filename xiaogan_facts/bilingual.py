"""The same words in the archive's two languages."""

from __future__ import annotations

from dataclasses import dataclass

from xiaogan_facts.gate.package.model import Described
from xiaogan_facts.han import CHARACTER

LANGUAGES = ("en", "zh", "both")
ENGLISH, CHINESE = "en", "zh-Hans"  # BCP 47; what the descriptor calls zh is Simplified Chinese


@dataclass(frozen=True)
class Bilingual:
    """The same words in English and in Chinese; `zh` is "" where there are only English ones."""

    en: str
    zh: str = ""

    @classmethod
    def same(cls, text: str) -> Bilingual:
        """Return what is no language (an id, a number): it reads the same in both."""
        return cls(text, text)

    @classmethod
    def of(cls, described: Described, *properties: str) -> Bilingual | None:
        """Return the first of the properties (`title`, `description`) that is given, None if none is."""
        for name in properties:
            if english := getattr(described, name):
                return cls(english, described.translated(name, "zh") or "")
        return None

    def said(self, language: str) -> list[str]:
        """Return the words in a language (en, zh, both), each once; in English where there are no Chinese ones."""
        chinese = self.zh or self.en
        return list(dict.fromkeys({"en": [self.en], "zh": [chinese]}.get(language, [self.en, chinese])))

    def by_language(self) -> dict[str, str]:
        """Return a JSON-LD language map: `{"en": …, "zh-Hans": …}`."""
        return {ENGLISH: self.en} | ({CHINESE: self.zh} if self.zh else {})

    def tagged(self) -> list[dict[str, str]]:
        """Return a list of JSON-LD value objects: `{"@value": …, "@language": …}`."""
        return [{"@value": word, "@language": language} for language, word in self.by_language().items()]


def tagged(word: str) -> dict[str, str]:
    """Return a word as a JSON-LD value object: Chinese if it holds a Chinese character."""
    return {"@value": word, "@language": CHINESE if CHARACTER.search(word) else ENGLISH}
