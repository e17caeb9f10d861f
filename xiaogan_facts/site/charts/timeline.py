"""How many facts bear on each year, by status."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xiaogan_facts.site.charts.chart import Chart, altair, chart_of, colour, legend_columns
from xiaogan_facts.site.content import Content

_COLUMNS = {
    "en": {"year": "year", "what": "status", "facts": "facts"},
    "zh": {"year": "年", "what": "状态", "facts": "条数"},
}
_AXIS = {"en": "facts", "zh": "事实条数"}
_TITLE = {
    "en": "The story runs from {first} to {last}, and {share} of the {dated} dated facts are of {peak}",
    "zh": "故事从{first}年写到{last}年，{dated}条有日期的事实中，{share}条属于{peak}年",
}
_EVERY = 5  # years between two ticks


def timeline(content: Content, language: str) -> Chart:
    """Make the chart in a language (en, zh)."""
    counts = Counter(
        (int(str(row["time_period"]).removeprefix("../")[:4]), str(row[f"status_{language}"]))
        for row in content.facts
        if row["time_period"]
    )
    rows = [{"year": year, "what": what, "facts": facts} for (year, what), facts in sorted(counts.items())]

    def draw(width: int) -> Any:
        return _drawn(rows, language, width)

    return Chart.drawn("timeline", _title(counts, language), draw, _COLUMNS[language], rows)


def _title(counts: Counter[tuple[int, str]], language: str) -> str:
    years: Counter[int] = Counter()
    for (year, _), facts in counts.items():
        years[year] += facts
    peak, share = max(years.items(), key=lambda each: each[1])
    return _TITLE[language].format(first=min(years), last=max(years), share=share, dated=years.total(), peak=peak)


def _drawn(rows: list[dict[str, Any]], language: str, width: int) -> Any:
    alt = altair()
    years = [int(row["year"]) for row in rows]
    axis = alt.Axis(format="d", values=list(range(min(years), max(years) + 1, _EVERY)))
    kinds = list(dict.fromkeys(str(row["what"]) for row in rows))
    return (
        chart_of(rows)
        .mark_bar(size=width // 45)
        .encode(
            x=alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(domain=[min(years) - 1, max(years) + 1])),
            y=alt.Y("facts:Q", title=_AXIS[language]),
            color=colour("what", kinds, legend_columns(width)),
            order=alt.Order("what:N"),
        )
        .properties(width=width - 60, height=220)
    )
