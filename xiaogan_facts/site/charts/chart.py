"""A picture, and what all pictures share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from xiaogan_facts.optional import extra
from xiaogan_facts.site.charts.svg import ACCENT, INK, NARROW, SECOND, THIRD, WIDE, as_svg

HUES = [SECOND, ACCENT, THIRD, INK]

Draw = Callable[[int], Any]
"""Draws a chart of a width."""


@dataclass(frozen=True)
class Chart:
    """A picture: its name, its title in one language, the SVG for wide and narrow pages, and its numbers as a table."""

    name: str
    title: str
    wide: Markup
    narrow: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @classmethod
    def drawn(
        cls, name: str, title: str, draw: Draw, columns: Mapping[str, str], rows: Sequence[Mapping[str, Any]]
    ) -> Chart:
        """Draw a chart; `columns` are those of its table, the keys of `rows` with their titles."""
        table = tuple(tuple(row[key] for key in columns) for row in rows)
        wide, narrow = (as_svg(draw(width), title, f"{name}-{width}") for width in (WIDE, NARROW))
        return cls(name, title, wide, narrow, tuple(columns.values()), table)


def altair() -> Any:
    """Return the library that draws. Raises CannotRunError where it is not installed."""
    return extra("altair", "draw the charts of the site", "site")


def chart_of(rows: Sequence[Mapping[str, Any]]) -> Any:
    """Return an Altair chart of rows, yet without marks."""
    return altair().Chart(altair().Data(values=[dict(row) for row in rows]))


def colour(key: str, kinds: Sequence[str], columns: int) -> Any:
    """Return the colours of the kinds that `key` tells, with a legend of so many columns."""
    scale = altair().Scale(domain=list(kinds), range=[*HUES, *HUES][: len(kinds)])
    return altair().Color(f"{key}:N", title=None, scale=scale, legend=altair().Legend(columns=columns))


def legend_columns(width: int) -> int:
    """Return how many entries of a legend stand side by side."""
    return 1 if width == NARROW else 4
