"""A text in English and in Chinese, and how JSON-LD writes it."""

from __future__ import annotations

from dataclasses import dataclass

from xiaogan_facts.gate.package.model import Described
from xiaogan_facts.han import CHARACTER

ENGLISH, CHINESE = "en", "zh-Hans"  # BCP 47; what the descriptor calls zh is Simplified Chinese


@dataclass(frozen=True)
class Bilingual:
    """The same text in both languages; `zh` is "" if there is only an English one."""

    en: str
    zh: str = ""

    @classmethod
    def of(cls, described: Described, name: str) -> Bilingual | None:
        """Return the property `name` of a package, resource or field, None if it has none."""
        english = getattr(described, name)
        return cls(english, described.translated(name, "zh") or "") if english else None

    def by_language(self) -> dict[str, str]:
        """Return a language map: `{"en": …, "zh-Hans": …}`."""
        return {ENGLISH: self.en} | ({CHINESE: self.zh} if self.zh else {})

    def tagged(self) -> list[dict[str, str]]:
        """Return a list of value objects: `{"@value": …, "@language": …}`."""
        return [{"@value": word, "@language": language} for language, word in self.by_language().items()]


def tagged(word: str) -> dict[str, str]:
    """Return a keyword with its language: Chinese if it holds a Chinese character."""
    return {"@value": word, "@language": CHINESE if CHARACTER.search(word) else ENGLISH}
