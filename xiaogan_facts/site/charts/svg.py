"""Turn an Altair chart into SVG that stands in a page under a strict Content-Security-Policy."""

from __future__ import annotations

import re
from typing import Any

from markupsafe import Markup, escape

from xiaogan_facts.optional import extra

INK, QUIET, LINE = "#010203", "#040506", "#070809"
ACCENT, SECOND, THIRD = "#0a0b0c", "#0d0e0f", "#101112"
_COLOURS = {INK: "ink", QUIET: "quiet", LINE: "line", ACCENT: "accent", SECOND: "second", THIRD: "third"}
"""Colours that stand for those of the page, light or dark, until the chart is in it."""

WIDE, NARROW = 640, 340  # units of the two drawings; the page shows the one that fits


def as_svg(chart: Any, title: str, name: str) -> Markup:
    """Return the SVG of a chart, with its title for those who do not see it."""
    svg = extra("vl_convert", "draw the charts of the site", "site").vegalite_to_svg(
        chart.configure(**_CONFIG).to_dict()
    )
    for colour, variable in _COLOURS.items():
        svg = re.sub(re.escape(colour), f"var(--{variable})", svg, flags=re.IGNORECASE)
    svg = re.sub(r' font-family="[^"]*"| style="[^"]*"| aria-[a-z]+="[^"]*"| role="[^"]*"', "", svg)
    svg = re.sub(r' (?:width|height)="[^"]*"(?=[^>]*viewBox)', "", svg, count=2)
    svg = re.sub(r'(?<=id=")[^"]*|(?<=url\(#)[^)]*', lambda found: f"{name}-{found[0]}", svg)
    head = f'<svg role="img" aria-labelledby="{name}-title"'
    titled = re.sub(r"(<svg[^>]*>)", rf'\1<title id="{name}-title">{escape(title)}</title>', svg, count=1)
    return Markup(titled.replace("<svg", head, 1))


_CONFIG: dict[str, Any] = {
    "background": "transparent",
    "view": {"stroke": None},
    "axis": {
        "domainColor": LINE,
        "tickColor": LINE,
        "gridColor": LINE,
        "labelColor": QUIET,
        "titleColor": QUIET,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "labelLimit": 260,
    },
    "legend": {"labelColor": INK, "labelFontSize": 13, "labelLimit": 330, "orient": "top", "symbolType": "circle"},
    "text": {"color": INK, "fontSize": 13},
}
