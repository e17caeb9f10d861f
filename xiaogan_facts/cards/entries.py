"""What a card says: a row's own columns in words, and what the archive adds to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xiaogan_facts.cards.card import Entry, Words
from xiaogan_facts.cards.lookup import Archive, Row
from xiaogan_facts.output.cells import as_text

if TYPE_CHECKING:
    from xiaogan_facts.gate.package import Field

PERIOD = "SELECT period_en($period) AS en, period_zh($period) AS zh"
FIGURE = """
    SELECT
        value_en(i.measure, f.value, f.unit_id, u.name_en, f.number_of_items, f.comparator, o.is_near) AS en,
        value_zh(i.measure, f.value, f.unit_id, u.name_zh, f.number_of_items, f.comparator, o.is_near) AS zh
    FROM facts AS f
    JOIN observations AS o ON o.observation_id = f.fact_id
    JOIN indicators AS i ON i.indicator_id = o.indicator_id
    JOIN units AS u ON u.unit_id = f.unit_id
    WHERE f.fact_id = $id
"""


def same(text: str) -> Words:
    """What reads the same in both languages."""
    return Words(text, text)


def of_columns(archive: Archive, table: str, key: str, row: Row, left_out: Collection[str]) -> Iterator[Entry]:
    """An entry for each column that holds more than "no": codes worded, keys named, pairs of languages joined."""
    for field in archive.schema(table).fields:
        stem = field.name.removesuffix("_en")
        paired = stem != field.name and f"{stem}_zh" in row
        if (
            field.name in left_out
            or row[field.name] is False
            or (field.name.endswith("_zh") and f"{field.name[:-3]}_en" in row)
        ):
            continue
        words = (
            archive.gap(table, key, field.name)
            if row[field.name] is None
            else Words(row[field.name], row[f"{stem}_zh"])
            if paired
            else _worded(archive, table, field, row[field.name])
        )
        if words:
            value = words if paired else row[field.name]
            yield Entry(stem if paired else field.name, archive.label(table, field.name), (words,), value)


def _worded(archive: Archive, table: str, field: Field, value: Any) -> Words:
    reference = archive.reference(table, field)
    if reference:
        return archive.named(reference.reference_resource or table, value)
    return archive.code(table, field.name, value) if field.categories else same(as_text(value))


def of_figure(archive: Archive, fact: Row, printed: str) -> Entry:
    """The value in words and in full, and as the article prints it."""
    (figure,) = archive.rows(FIGURE, id=fact["fact_id"])
    full = f"{as_text(fact['value'])} {fact['unit_id']}"
    words = Words(f"{figure['en']} ({full}; printed: {printed})", f"{figure['zh']}（{full}；印作：{printed}）")
    value = {"number": fact["value"], "unit_id": fact["unit_id"], "printed": printed, "comparator": fact["comparator"]}
    return Entry("value", archive.label("observations", "value"), (words,), value)


def of_status(archive: Archive, fact: Row) -> Entry | None:
    """Whether it is so, aimed at or expected; None for a statement that is none of these."""
    value = fact["value_type"]
    words = value and archive.code("observations", "value_type", value)
    return Entry("value_type", archive.label("observations", "value_type"), (words,), value) if words else None


def of_time(archive: Archive, table: str, row: Row, key: str) -> Entry | None:
    """When, in words and as EDTF, and on what that rests; or that the article does not say."""
    label, period, basis = archive.label(table, "time_period"), row["time_period"], row["time_basis"]
    if period is None:
        words = archive.gap(table, key, "time_period")
        return Entry("time_period", label, (words,), None) if words else None
    (said,) = archive.rows(PERIOD, period=period)
    rests = archive.code(table, "time_basis", basis) if basis else same("")
    joined = [
        Words(f"{said['en']} ({period}; {rests.en})", f"{said['zh']}（{period}；{rests.zh}）")
        if basis
        else Words(f"{said['en']} ({period})", f"{said['zh']}（{period}）")
    ]
    return Entry("time_period", label, tuple(joined), {"edtf": period, "basis": basis})


def of_attribution(archive: Archive, table: str, row: Row) -> Entry:
    """Who says so, and how the article puts it."""
    who = archive.named("entities", row["attributed_to_id"])
    how = archive.code(table, "attribution_type", row["attribution_type"])
    value = {"entity_id": row["attributed_to_id"], "attribution_type": row["attribution_type"]}
    label = archive.label(table, "attributed_to_id")
    return Entry("attributed_to", label, (Words(f"{who.en}: {how.en}", f"{who.zh}：{how.zh}"),), value)


def of_place(row: Row) -> Entry:
    """Where it stands in the received copy: source, line, characters, passage."""
    where = f"{row['char_start']}–{row['char_end']}"
    words = Words(
        f"line {row['line']}, characters {where}, passage {row['passage_id']} of {row['source_id']}",
        f"第{row['line']}行，字符{where}，{row['source_id']} 的段句 {row['passage_id']}",
    )
    value = {key: row[key] for key in ("source_id", "line", "char_start", "char_end", "passage_id")}
    return Entry("place", Words("Where it stands", "位置"), (words,), value)


def of_caveats(archive: Archive, ids: Sequence[str]) -> Entry | None:
    """The caveats in words; None where there are none."""
    rows = archive.rows("FROM caveats WHERE list_contains($ids, caveat_id) ORDER BY caveat_id", ids=list(ids))
    lines = tuple(
        Words(
            f"{row['title_en']}. {row['text_en']} ({row['caveat_id']})",
            f"{row['title_zh']}。{row['text_zh']}（{row['caveat_id']}）",
        )
        for row in rows
    )
    value = [
        {
            "caveat_id": row["caveat_id"],
            "title": Words(row["title_en"], row["title_zh"]),
            "text": Words(row["text_en"], row["text_zh"]),
        }
        for row in rows
    ]
    return Entry("caveats", Words("Caveats", "提醒"), lines, value) if rows else None


def of_facts(facts: Sequence[Row]) -> Entry | None:
    """Facts, each by its sentence and id; None where there are none."""
    lines = tuple(
        Words(f"{fact['text_en']} ({fact['fact_id']})", f"{fact['text_zh']}（{fact['fact_id']}）") for fact in facts
    )
    value = [{"fact_id": fact["fact_id"], "text": Words(fact["text_en"], fact["text_zh"])} for fact in facts]
    return Entry("facts", Words("Facts", "事实"), lines, value) if facts else None


def of_citation(archive: Archive, key: str) -> Entry:
    """How to cite the row: makers, title, version, id, licence."""
    package = archive.package
    descriptor = package.descriptor
    makers = ", ".join(each["title"] for each in descriptor.get("contributors", []) if "title" in each)
    licences = ", ".join(each["name"] for each in descriptor.get("licenses", []) if "name" in each)
    title = Words(package.title or package.name or "", package.translated("title", "zh") or package.title or "")
    words = Words(
        f"{makers}. {title.en}. Version {package.version}, {key}. {licences}.",
        f"{makers}：《{title.zh}》，{package.version} 版，{key}。{licences}。",
    )
    value = {
        "makers": makers,
        "title": title,
        "version": package.version,
        "id": key,
        "licence": licences,
        "text": words,
    }
    return Entry("citation", Words("Cite as", "引用"), (words,), value)
