"""The entries of a card: a row's own columns in words, and what the archive adds to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.cards.card import Entry
from xiaogan_facts.cards.lookup import Lookup, Row
from xiaogan_facts.gate.package import Field
from xiaogan_facts.output.cells import as_text

PERIOD = "SELECT period_en($period) AS en, period_zh($period) AS zh"
FIGURE = """
    SELECT
        value_en(i.measure, $value, u.unit_id, u.name_en, o.number_of_items, o.comparator, o.is_near) AS en,
        value_zh(i.measure, $value, u.unit_id, u.name_zh, o.number_of_items, o.comparator, o.is_near) AS zh
    FROM observations AS o
    JOIN indicators AS i ON i.indicator_id = o.indicator_id
    JOIN units AS u ON u.unit_id = o.unit_id
    WHERE o.observation_id = $id
"""


def of_columns(lookup: Lookup, table: str, key: str, row: Row, left_out: Collection[str]) -> Iterator[Entry]:
    """Yield an entry for each column that is not false: codes as labels, keys as names, both languages together."""
    for field in lookup.schema(table).fields:
        stem = field.name.removesuffix("_en")
        paired = stem != field.name and f"{stem}_zh" in row
        if (
            field.name in left_out
            or row[field.name] is False
            or (field.name.endswith("_zh") and f"{field.name[:-3]}_en" in row)
        ):
            continue
        words = (
            lookup.gap(table, key, field.name)
            if row[field.name] is None
            else Bilingual(row[field.name], row[f"{stem}_zh"])
            if paired
            else _worded(lookup, table, field, row[field.name])
        )
        if words:
            value = words if paired else row[field.name]
            yield Entry(stem if paired else field.name, lookup.label(table, field.name), (words,), value)


def _worded(lookup: Lookup, table: str, field: Field, value: Any) -> Bilingual:
    reference = lookup.reference(table, field)
    if reference:
        return lookup.named(reference.reference_resource or table, value)
    return lookup.code(table, field.name, value) if field.categories else Bilingual.same(as_text(value))


def of_figure(lookup: Lookup, fact: Row, printed: str) -> Entry:
    """Return the value of a figure: in words, in full, and as the article prints it."""
    (figure,) = lookup.rows(FIGURE, id=fact["fact_id"], value=fact["value"])
    full = f"{as_text(fact['value'])} {fact['unit_id']}"
    words = Bilingual(f"{figure['en']} ({full}; printed: {printed})", f"{figure['zh']}（{full}；印作：{printed}）")
    value = {"number": fact["value"], "unit_id": fact["unit_id"], "printed": printed, "comparator": fact["comparator"]}
    return Entry("value", lookup.label("observations", "value"), (words,), value)


def of_status(lookup: Lookup, fact: Row) -> Entry | None:
    """Return whether a fact is actual, a target or a forecast; None if it is none of these."""
    value = fact["value_type"]
    words = value and lookup.code("observations", "value_type", value)
    return Entry("value_type", lookup.label("observations", "value_type"), (words,), value) if words else None


def of_time(lookup: Lookup, table: str, row: Row, key: str) -> Entry | None:
    """Return the time of a fact in words and as EDTF, with its basis, or that the article does not state it."""
    label, period, basis = lookup.label(table, "time_period"), row["time_period"], row["time_basis"]
    if period is None:
        gap = lookup.gap(table, key, "time_period")
        return Entry("time_period", label, (gap,), None) if gap else None
    (said,) = lookup.rows(PERIOD, period=period)
    rests = lookup.code(table, "time_basis", basis) if basis else None
    en, zh = (f"; {rests.en}", f"；{rests.zh}") if rests else ("", "")
    words = Bilingual(f"{said['en']} ({period}{en})", f"{said['zh']}（{period}{zh}）")
    return Entry("time_period", label, (words,), {"edtf": period, "basis": basis})


def of_attribution(lookup: Lookup, table: str, row: Row) -> Entry:
    """Return who states a fact, and in which form."""
    who = lookup.named("entities", row["attributed_to_id"])
    how = lookup.code(table, "attribution_type", row["attribution_type"])
    value = {"entity_id": row["attributed_to_id"], "attribution_type": row["attribution_type"]}
    label = lookup.label(table, "attributed_to_id")
    return Entry("attributed_to", label, (Bilingual(f"{who.en}: {how.en}", f"{who.zh}：{how.zh}"),), value)


def of_place(row: Row) -> Entry:
    """Return where a fact is in the received copy: source, line, characters, passage."""
    where = f"{row['char_start']}–{row['char_end']}"
    words = Bilingual(
        f"line {row['line']}, characters {where}, passage {row['passage_id']} of {row['source_id']}",
        f"第{row['line']}行，字符{where}，{row['source_id']} 的段句 {row['passage_id']}",
    )
    value = {key: row[key] for key in ("source_id", "line", "char_start", "char_end", "passage_id")}
    return Entry("place", Bilingual("Where it stands", "位置"), (words,), value)


def of_caveats(lookup: Lookup, ids: Sequence[str]) -> Entry | None:
    """Return caveats in words, None if there are none."""
    rows = lookup.rows("FROM caveats WHERE list_contains($ids, caveat_id) ORDER BY caveat_id", ids=list(ids))
    lines = tuple(
        Bilingual(
            f"{row['title_en']}. {row['text_en']} ({row['caveat_id']})",
            f"{row['title_zh']}。{row['text_zh']}（{row['caveat_id']}）",
        )
        for row in rows
    )
    value = [
        {
            "caveat_id": row["caveat_id"],
            "title": Bilingual(row["title_en"], row["title_zh"]),
            "text": Bilingual(row["text_en"], row["text_zh"]),
        }
        for row in rows
    ]
    return Entry("caveats", Bilingual("Caveats", "提醒"), lines, value) if rows else None


def of_facts(facts: Sequence[Row]) -> Entry | None:
    """Return facts by sentence and id, None if there are none."""
    lines = tuple(
        Bilingual(f"{fact['text_en']} ({fact['fact_id']})", f"{fact['text_zh']}（{fact['fact_id']}）") for fact in facts
    )
    value = [{"fact_id": fact["fact_id"], "text": Bilingual(fact["text_en"], fact["text_zh"])} for fact in facts]
    return Entry("facts", Bilingual("Facts", "事实"), lines, value) if facts else None


def of_citation(lookup: Lookup, key: str) -> Entry:
    """Return how to cite the row: makers, title, version, id, licence."""
    package = lookup.package
    descriptor = package.descriptor
    makers = ", ".join(each["title"] for each in descriptor.get("contributors", []) if "title" in each)
    licences = ", ".join(each["name"] for each in descriptor.get("licenses", []) if "name" in each)
    title = Bilingual.of(package, "title") or Bilingual.same(package.name or "")
    words = Bilingual(
        f"{makers}. {title.en}. Version {package.version}, {key}. {licences}.",
        f"{makers}：《{title.zh or title.en}》，{package.version} 版，{key}。{licences}。",
    )
    value = {
        "makers": makers,
        "title": title,
        "version": package.version,
        "id": key,
        "licence": licences,
        "text": words,
    }
    return Entry("citation", Bilingual("Cite as", "引用"), (words,), value)
