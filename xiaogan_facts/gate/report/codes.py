"""The registry of problem codes: what is expected, what helps, what the problem means and why it matters.

The texts are in `codes.toml`, for the messages and for `docs/problems.md`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

PAGE = "docs/problems.md"
"""The page of the project that explains every code."""

Severity = Literal["error", "warning", "notice"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A kind of problem. `expected` and `remedy` are templates for `str.format`; the rest is Markdown for the page."""

    name: str
    part: str  # of the package: descriptor, files, header, records, cells or keys
    expected: str
    remedy: str
    means: str
    why: str
    example: str
    severity: Severity = "error"

    @property
    def anchor(self) -> str:
        """The fragment that links to this code in `docs/problems.md`; anchors are in lower case."""
        return self.name.lower()


def _read() -> dict[str, Code]:
    parts = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: Code(name=name, part=part, **rest) for part, codes in parts.items() for name, rest in codes.items()}


CODES: Mapping[str, Code] = MappingProxyType(_read())
"""Every code by its name, in the order of the page."""
