"""Who says how many of the facts."""

from __future__ import annotations

from collections import Counter
from typing import Any

from xiaogan_facts.site.charts.chart import Chart, altair, chart_of
from xiaogan_facts.site.charts.svg import SECOND
from xiaogan_facts.site.content import Content

_COLUMNS = {"en": {"who": "who", "facts": "facts"}, "zh": {"who": "谁", "facts": "条数"}}
_AXIS = {"en": "facts", "zh": "事实条数"}
_TITLE = {
    "en": "{who} itself says {facts} of the {total} facts; {next} says {also}",
    "zh": "{total}条事实中，{who}自己陈述{facts}条，{next}说了{also}条",
}


def speakers(content: Content, language: str) -> Chart:
    """Make the chart in a language (en, zh)."""
    counts = Counter(str(row[f"speaker_{language}"]) for row in content.facts)
    rows = [{"who": who, "facts": n} for who, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    (who, facts), (following, also) = counts.most_common(2)
    title = _TITLE[language].format(who=who, facts=facts, total=counts.total(), next=following, also=also)

    def draw(width: int) -> Any:
        alt = altair()
        base = chart_of(rows).encode(
            y=alt.Y("who:N", title=None, sort=None, axis=None, scale=alt.Scale(paddingInner=0.6, paddingOuter=0.4)),
            x=alt.X("facts:Q", title=_AXIS[language], axis=alt.Axis(tickCount=5)),
        )
        numbers = base.mark_text(align="left", dx=6).encode(text="facts:Q")
        names = base.mark_text(align="left", dy=-20).encode(x=alt.datum(0), text="who:N")
        return (base.mark_bar(color=SECOND) + numbers + names).properties(width=width - 40, height=230)

    return Chart.drawn("speakers", title, draw, _COLUMNS[language], rows)
