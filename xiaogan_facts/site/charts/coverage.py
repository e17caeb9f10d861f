"""What became of each line of the article: its characters hold facts, repeat others, or state nothing to check."""

from __future__ import annotations

from typing import Any

from xiaogan_facts.site.charts.chart import Chart, altair, chart_of, colour
from xiaogan_facts.site.content import Content

_COLUMNS = {
    "en": {"line": "line", "what": "what became of it", "characters": "characters"},
    "zh": {"line": "行", "what": "处理", "characters": "字符数"},
}
_TITLE = {
    "en": "Every character is accounted for: {share}% of the {length:,} stand in passages that state facts",
    "zh": "每个字符都有着落：{length:,}个字符中，{share}%在陈述事实的段落里",
}


def coverage(content: Content, language: str) -> Chart:
    """Make the chart in a language (en, zh)."""
    rows = [
        {
            "line": row["line"],
            "what": row[f"disposition_{language}"],
            "characters": row["char_end"] - row["char_start"],
            "states": row["disposition"] == "facts",
        }
        for row in content.passages
    ]
    length = sum(row["characters"] for row in rows)
    share = round(100 * sum(row["characters"] for row in rows if row["states"]) / length)

    def draw(width: int) -> Any:
        alt = altair()
        titles = _COLUMNS[language]
        axis = alt.Axis(labelAngle=0, labelOverlap=True)
        return (
            chart_of(rows)
            .mark_bar()
            .encode(
                x=alt.X("line:O", title=titles["line"], axis=axis),
                y=alt.Y("characters:Q", title=titles["characters"]),
                color=colour("what", list(dict.fromkeys(row["what"] for row in rows)), 1),
            )
            .properties(width=width - 60, height=220)
        )

    return Chart.drawn("coverage", _TITLE[language].format(share=share, length=length), draw, _COLUMNS[language], rows)
