"""What the pictures show: each with its title as a sentence, and its numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from xiaogan_facts.optional import extra
from xiaogan_facts.site.charts._svg import ACCENT, INK, NARROW, SECOND, THIRD, WIDE, as_svg
from xiaogan_facts.site.content import Content, Row

HUES = [SECOND, ACCENT, THIRD, INK]


@dataclass(frozen=True)
class Chart:
    """A picture: its name, its title in one language, the SVG for wide and narrow pages, and its numbers as a table."""

    name: str
    title: str
    wide: Markup
    narrow: Markup
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def charts(content: Content, language: str) -> list[Chart]:
    """Make the four charts in a language (en, zh)."""
    return [make(content, language) for make in (_targets, _timeline, _speakers, _coverage)]


Draw = Callable[[int], Any]
"""Draws a chart of a width."""


def _chart(name: str, title: str, draw: Draw, columns: Mapping[str, str], rows: Sequence[Row]) -> Chart:
    table = tuple(tuple(row[key] for key in columns) for row in rows)
    wide, narrow = (as_svg(draw(width), title, f"{name}-{width}") for width in (WIDE, NARROW))
    return Chart(name, title, wide, narrow, tuple(columns.values()), table)


def _legend(width: int) -> Any:
    """Return a legend in one row, or on a narrow page in one column."""
    alt = extra("altair", "draw the charts of the site", "site")
    return alt.Legend(columns=1 if width == NARROW else 4)


def _data(rows: Sequence[Row]) -> Any:
    return extra("altair", "draw the charts of the site", "site").Data(values=[dict(row) for row in rows])


def _targets(content: Content, language: str) -> Chart:
    """Draw the places that the zone had and those that it aims at, in each list that ranks it."""
    alt = extra("altair", "draw the charts of the site", "site")
    english = language == "en"
    places = [
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
    both = next(
        (had, aim)
        for had in places
        for aim in places
        if had["list"] == aim["list"] and not had["is_target"] and aim["is_target"]
    )
    had, aim = both
    title = (
        f"In Hubei's assessment the zone held place {had['place']} in {had['when']}; by {aim['when']} it aims at place "
        f"{aim['place']} or better"
        if english
        else f"在湖北省的考核中，孝感高新区{had['when']}年居第{had['place']}位，"
        f"目标是{aim['when']}年进入前{aim['place']}位"
    )
    kinds = list(dict.fromkeys(each["what"] for each in sorted(places, key=lambda each: bool(each["is_target"]))))

    def draw(width: int) -> Any:
        scale = alt.Scale(domain=[0, 80])
        label = "place (1 is best)" if english else "位次（1为最佳）"
        base = alt.Chart(_data(places)).encode(
            y=alt.Y("list:N", title=None, sort=None, axis=None, scale=alt.Scale(padding=0.6)),
            x=alt.X("place:Q", title=label, scale=scale),
        )
        colour = alt.Color(
            "what:N", title=None, scale=alt.Scale(domain=kinds, range=HUES[: len(kinds)]), legend=_legend(width)
        )
        named = base.mark_text(align="left", dy=-38).encode(x=alt.datum(0, scale=scale), text="list:N")
        said = base.transform_calculate(said="datum.place + ' (' + datum.when + ')'")
        aims = said.transform_filter("datum.is_target").mark_text(dy=18)
        had = said.transform_filter("!datum.is_target").mark_text(dy=-15)
        dots = base.mark_circle(size=180, opacity=1).encode(color=colour)
        layers = alt.layer(named, dots, aims.encode(text="said:N"), had.encode(text="said:N"))
        return layers.properties(width=width - 30, height=270)

    columns = (
        {"list": "list", "what": "status", "place": "place", "when": "when", "fact": "fact"}
        if english
        else {"list": "榜单", "what": "状态", "place": "位次", "when": "时间", "fact": "事实"}
    )
    return _chart("targets", title, draw, columns, places)


def _timeline(content: Content, language: str) -> Chart:
    """Draw how many facts bear on each year, by status."""
    alt = extra("altair", "draw the charts of the site", "site")
    english = language == "en"
    dated = [row for row in content.facts if row["time_period"]]
    counts: dict[tuple[int, str], int] = {}
    for row in dated:
        year = int(str(row["time_period"]).removeprefix("../")[:4])
        key = (year, row[f"status_{language}"] or ("no status" if english else "无状态"))
        counts[key] = counts.get(key, 0) + 1
    rows: list[dict[str, Any]] = [
        {"year": year, "what": what, "facts": n} for (year, what), n in sorted(counts.items())
    ]
    years = [row["year"] for row in rows]
    peak = max(set(years), key=lambda year: sum(row["facts"] for row in rows if row["year"] == year))
    share = sum(row["facts"] for row in rows if row["year"] == peak)
    title = (
        f"The story runs from {min(years)} to {max(years)}, and {share} of the {len(dated)} dated facts are of {peak}"
        if english
        else f"故事从{min(years)}年写到{max(years)}年，{len(dated)}条有日期的事实中，{share}条属于{peak}年"
    )
    kinds = list(dict.fromkeys(row["what"] for row in rows))
    colours = alt.Scale(domain=kinds, range=[*HUES, *HUES][: len(kinds)])
    span = list(range(min(years), max(years) + 1, 5))

    def draw(width: int) -> Any:
        axis = alt.Axis(format="d", values=span)
        return (
            alt.Chart(_data(rows))
            .mark_bar(size=width // 45)
            .encode(
                x=alt.X("year:Q", title=None, axis=axis, scale=alt.Scale(domain=[span[0] - 1, max(years) + 1])),
                y=alt.Y("facts:Q", title="facts" if english else "事实条数"),
                color=alt.Color("what:N", title=None, scale=colours, legend=_legend(width)),
                order=alt.Order("what:N"),
            )
            .properties(width=width - 60, height=220)
        )

    columns = (
        {"year": "year", "what": "status", "facts": "facts"}
        if english
        else {"year": "年", "what": "状态", "facts": "条数"}
    )
    return _chart("timeline", title, draw, columns, rows)


def _speakers(content: Content, language: str) -> Chart:
    """Draw who says how many of the facts."""
    alt = extra("altair", "draw the charts of the site", "site")
    english = language == "en"
    counts: dict[str, int] = {}
    for row in content.facts:
        counts[row[f"speaker_{language}"]] = counts.get(row[f"speaker_{language}"], 0) + 1
    rows = [{"who": who, "facts": n} for who, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]
    first, second = rows[0], rows[1]
    total = len(content.facts)
    title = (
        f"{first['who']} itself says {first['facts']} of the {total} facts; {second['who']} says {second['facts']}"
        if english
        else f"{total}条事实中，{first['who']}自己陈述{first['facts']}条，{second['who']}说了{second['facts']}条"
    )

    def draw(width: int) -> Any:
        base = alt.Chart(_data(rows)).encode(
            y=alt.Y("who:N", title=None, sort=None, axis=None, scale=alt.Scale(paddingInner=0.6, paddingOuter=0.4)),
            x=alt.X("facts:Q", title="facts" if english else "事实条数"),
        )
        bars = base.mark_bar(color=SECOND)
        numbers = base.mark_text(align="left", dx=6).encode(text="facts:Q")
        names = base.mark_text(align="left", dy=-20).encode(x=alt.datum(0), text="who:N")
        return (bars + numbers + names).properties(width=width - 40, height=230)

    columns = {"who": "who", "facts": "facts"} if english else {"who": "谁", "facts": "条数"}
    return _chart("speakers", title, draw, columns, rows)


def _coverage(content: Content, language: str) -> Chart:
    """Draw how many characters of each line became facts, repeat others, or state nothing that can be checked."""
    alt = extra("altair", "draw the charts of the site", "site")
    english = language == "en"
    rows = []
    for row in content.passages:
        characters = row["char_end"] - row["char_start"]
        rows.append({"line": row["line"], "what": row[f"disposition_{language}"], "characters": characters})
    kinds = list(dict.fromkeys(row["what"] for row in rows))
    length = sum(row["characters"] for row in rows)
    stated = sum(row["char_end"] - row["char_start"] for row in content.passages if row["disposition"] == "facts")
    share = round(100 * stated / length)
    title = (
        f"Every character is accounted for: {share}% of the {length:,} stand in passages that state facts"
        if english
        else f"每个字符都有着落：{length:,}个字符中，{share}%在陈述事实的段落里"
    )
    colours = alt.Scale(domain=kinds, range=HUES[: len(kinds)])

    def draw(width: int) -> Any:
        return (
            alt.Chart(_data(rows))
            .mark_bar()
            .encode(
                x=alt.X("line:O", title="line" if english else "行", axis=alt.Axis(labelAngle=0, labelOverlap=True)),
                y=alt.Y("characters:Q", title="characters" if english else "字符数"),
                color=alt.Color("what:N", title=None, scale=colours, legend=alt.Legend(columns=1)),
            )
            .properties(width=width - 60, height=220)
        )

    columns = (
        {"line": "line", "what": "what became of it", "characters": "characters"}
        if english
        else {"line": "行", "what": "处理", "characters": "字符数"}
    )
    return _chart("coverage", title, draw, columns, rows)
