"""The registry of problem codes: what is expected, what helps, what the problem means and why it matters.

The texts are in `codes.toml`, in English and Chinese, for the messages and for `docs/problems.md`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from xiaogan_facts.gate.translation import Language, spoken

PAGE = "docs/problems.md"
"""The page of the project that explains every code."""

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeTexts:
    """What is said of a kind of problem in one language.

    `expected` and `remedy` are templates for `str.format`; the rest is Markdown for the page.
    """

    expected: str
    remedy: str
    means: str
    why: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of problem, and what is said of it in each language."""

    name: str
    part: str  # of the package: descriptor, files, header, records, cells or keys
    texts: Mapping[Language, CodeTexts]
    severity: Severity = "error"

    @property
    def said(self) -> CodeTexts:
        """What is said of it in the language spoken."""
        return self.texts[spoken()]

    @property
    def anchor(self) -> str:
        """The fragment that links to this code in `docs/problems.md`; anchors are in lower case."""
        return self.name.lower()


def _code(part: str, name: str, zh: Mapping[str, str], severity: Severity = "error", **en: Any) -> Code:
    """Make a code of its table in the file; an example without words is the same in both languages."""
    texts: dict[Language, CodeTexts] = {"en": CodeTexts(**en), "zh": CodeTexts(**({"example": en["example"]} | {**zh}))}
    return Code(name=name, part=part, texts=texts, severity=severity)


class _Registry(Mapping[str, Code]):
    """Reads the texts when one is asked for: most runs find no problem, and Python takes long to parse TOML."""

    @cached_property
    def _codes(self) -> dict[str, Code]:
        parts = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
        return {name: _code(part, name, **given) for part, codes in parts.items() for name, given in codes.items()}

    def __getitem__(self, name: str) -> Code:
        return self._codes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


CODES: Mapping[str, Code] = _Registry()
"""Every code by its name, in the order of the page."""
