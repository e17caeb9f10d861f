"""The places that the zone had, and those that it aims at, in each list that ranks it."""

from __future__ import annotations

from typing import Any

from xiaogan_facts.site.charts.chart import Chart, altair, chart_of, colour, legend_columns
from xiaogan_facts.site.content import Content

_COLUMNS = {
    "en": {"list": "list", "what": "status", "place": "place", "when": "when", "fact": "fact"},
    "zh": {"list": "榜单", "what": "状态", "place": "位次", "when": "时间", "fact": "事实"},
}
_AXIS = {"en": "place (1 is best)", "zh": "位次（1为最佳）"}
_TITLE = {
    "en": "The zone held place {had} in {then}, and aims at place {aim} or better by {when} ({list})",
    "zh": "孝感高新区{then}年居第{had}位，目标是{when}年进入前{aim}位（{list}）",
}


def targets(content: Content, language: str) -> Chart:
    """Make the chart in a language (en, zh)."""
    places = _places(content, language)

    def draw(width: int) -> Any:
        return _drawn(places, language, width)

    return Chart.drawn("targets", _title(places, language), draw, _COLUMNS[language], places)


def _places(content: Content, language: str) -> list[dict[str, Any]]:
    return [
        {
            "list": row[f"predicate_{language}"],
            "place": int(row["value"]),
            "what": row[f"status_{language}"],
            "is_target": row["value_type"] == "target",
            "when": str(row["time_period"]).removeprefix("../"),
            "fact": row["fact_id"],
        }
        for row in content.facts
        if row["unit_id"] == "position" and row["subject_id"] == "xiaogan-high-tech-zone"
    ]


def _title(places: list[dict[str, Any]], language: str) -> str:
    """Return the sentence about the list in which the zone both had a place and aims at one."""
    had, aim = next(
        (had, aim)
        for had in places
        for aim in places
        if had["list"] == aim["list"] and not had["is_target"] and aim["is_target"]
    )
    return _TITLE[language].format(
        had=had["place"], then=had["when"], aim=aim["place"], when=aim["when"], list=had["list"]
    )


def _drawn(places: list[dict[str, Any]], language: str, width: int) -> Any:
    alt = altair()
    kinds = list(dict.fromkeys(each["what"] for each in sorted(places, key=lambda each: bool(each["is_target"]))))
    scale = alt.Scale(domain=[0, 80])
    base = chart_of(places).encode(
        y=alt.Y("list:N", title=None, sort=None, axis=None, scale=alt.Scale(padding=0.6)),
        x=alt.X("place:Q", title=_AXIS[language], scale=scale),
    )
    named = base.mark_text(align="left", dy=-38).encode(x=alt.datum(0, scale=scale), text="list:N")
    said = base.transform_calculate(said="datum.place + ' (' + datum.when + ')'").encode(text="said:N")
    aims = said.transform_filter("datum.is_target").mark_text(dy=18)
    had = said.transform_filter("!datum.is_target").mark_text(dy=-15)
    dots = base.mark_circle(size=180, opacity=1).encode(color=colour("what", kinds, legend_columns(width)))
    return alt.layer(named, dots, aims, had).properties(width=width - 30, height=270)
