"""A text in English and in Chinese, and how JSON-LD writes it."""

from __future__ import annotations

from dataclasses import dataclass

from xiaogan_facts.gate.package.model import Described
from xiaogan_facts.han import CHARACTER

ENGLISH, CHINESE = "en", "zh-Hans"  # BCP 47; what the descriptor calls zh is Simplified Chinese


@dataclass(frozen=True)
class Bilingual:
    """The same said in English and in Chinese; `zh` is None where only one is at hand."""

    en: str
    zh: str | None = None

    @classmethod
    def of(cls, described: Described, name: str) -> Bilingual | None:
        """The property `name` of a package, resource or field in both languages; None where it has none."""
        english = getattr(described, name)
        return cls(english, described.translated(name, "zh")) if english else None

    def by_language(self) -> dict[str, str]:
        """As a language map: `{"en": …, "zh-Hans": …}`."""
        return {ENGLISH: self.en} | ({CHINESE: self.zh} if self.zh else {})

    def tagged(self) -> list[dict[str, str]]:
        """As a list of value objects: `{"@value": …, "@language": …}`."""
        return [{"@value": word, "@language": language} for language, word in self.by_language().items()]


def tagged(word: str) -> dict[str, str]:
    """A keyword with the language that it is in: Chinese where it holds a Chinese character."""
    return {"@value": word, "@language": CHINESE if CHARACTER.search(word) else ENGLISH}
