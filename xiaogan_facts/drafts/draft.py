"""What is known of a new fact before anybody has judged it: its id, its words, who says it, and its figure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from xiaogan_facts.drafts._figure import figure_in
from xiaogan_facts.drafts.workbench import Spot, Workbench
from xiaogan_facts.gate.errors import CannotRunError
from xiaogan_facts.gate.translation import say
from xiaogan_facts.paths import FACT_TABLES

NOT_APPLICABLE, NOT_STATED = "not-applicable", "not-stated"

USUAL = MappingProxyType(
    {
        "value_type": "actual",
        "agent_id": NOT_APPLICABLE,
        "time_period": NOT_STATED,
        "time_basis": NOT_STATED,
        "basis": "stated",
        "number_of_items": NOT_APPLICABLE,
        "growth_base": NOT_APPLICABLE,
        "object_id": NOT_APPLICABLE,
        "place_id": NOT_STATED,
        "scope": NOT_STATED,
        "note_en": "",
        "note_zh": "",
    }
)
"""What most facts have in a column; a curator corrects it where this one has not."""

TO_JUDGE = MappingProxyType({"events": ("agent_id",), "relations": ("object_id",), "statements": ("value_type",)})
"""Columns that have no usual value in a table, though they have one in others."""

ACCOUNTED_FOR = MappingProxyType({"resolution": "fact", "entity_id": NOT_APPLICABLE, "reason": NOT_APPLICABLE})


@dataclass(frozen=True)
class Draft:
    """A new row: its table, its cells by column in the order of the file, and the columns that are still empty."""

    table: str
    cells: Mapping[str, str]
    to_fill: tuple[str, ...]

    @property
    def key(self) -> str:
        return next(iter(self.cells.values()))


def begin(bench: Workbench, table: str, spot: Spot, given: Mapping[str, str], figure: str | None = None) -> list[Draft]:
    """Return the draft of a fact at `spot`, and for a figure that of the mention that accounts for it.

    `given` are cells that are known already. `figure` is the token of an observation, where its words hold several.
    Raises CannotRunError for a table that holds no facts, a column that it does not have, and a figure that is not
    there.
    """
    if table not in FACT_TABLES:
        raise CannotRunError(
            say(
                "facts stand in {fact_tables}; there is no '{table}' among them",
                fact_tables=", ".join(FACT_TABLES),
                table=table,
            )
        )
    columns = bench.columns(table)
    for column in given:
        if column not in columns:
            raise CannotRunError(
                say(
                    "{table} has no column '{column}'; it has: {columns}",
                    table=table,
                    column=column,
                    columns=", ".join(columns),
                )
            )
    key = _next_id(bench, table, spot)
    known = _evidence(spot) | {columns[0]: key}
    mentions = []
    if table == "observations" and spot.span and spot.text is not None:
        found = figure_in(spot.text, figure)
        start = spot.span[0] + spot.text.index(found.token)
        known |= found.cells
        mentions = _mentioned(bench, spot, found.token, start, key)
    if indicator := bench.row("indicators", given.get("indicator_id")):
        known["unit_id"] = indicator["unit_id"]
    return [_draft(bench, table, {**known, **given}), *mentions]


def _draft(bench: Workbench, table: str, known: Mapping[str, str]) -> Draft:
    usual = {column: value for column, value in USUAL.items() if column not in TO_JUDGE.get(table, ())}
    cells = {column: known.get(column, usual.get(column, "")) for column in bench.columns(table)}
    to_fill = tuple(column for column, cell in cells.items() if not cell and not column.startswith("note_"))
    return Draft(table, cells, to_fill)


def _evidence(spot: Spot) -> dict[str, str]:
    """Return who says it and where: the passage's speaker, else the newspaper in the passage's own form."""
    kind, speaker = spot.common("kind"), spot.common("speaker_id")
    start, end = map(str, spot.span) if spot.span else ("", "")
    known = {"source_id": spot.source["source_id"], "char_start": start, "char_end": end}
    if speaker:
        known |= {"attributed_to_id": speaker, "attribution_type": "indirect_quotation"}
    elif not any(passage["speaker_id"] for passage in spot.passages):
        printed_as = kind if kind in ("caption", "heading") else "narration"
        known |= {"attributed_to_id": spot.source["publisher_id"], "attribution_type": printed_as}
    return known


def _mentioned(bench: Workbench, spot: Spot, token: str, start: int, fact: str) -> list[Draft]:
    """Return the draft of the figure's mention, none if one stands there already."""
    end = start + len(token)
    for row in bench.rows("mentions"):
        if (row["source_id"], row["char_start"], row["char_end"]) == (spot.source["source_id"], start, end):
            return []
    known = {
        "mention_id": _next_id(bench, "mentions", spot),
        "source_id": spot.source["source_id"],
        "char_start": str(start),
        "char_end": str(end),
        "printed": token,
        "mention_type": "figure",
        "fact_id": fact,
        **ACCOUNTED_FOR,
    }
    return [_draft(bench, "mentions", known)]


def _next_id(bench: Workbench, table: str, spot: Spot) -> str:
    """Return the next id of the line: after those that are there, and those that the change log has withdrawn."""
    place = f"{table[0]}{spot.line:02}"
    own = f"{spot.source['id_prefix']}-{place}"
    numbers = [int(row[f"{table[:-1]}_id"].rpartition("-")[2]) for row in bench.rows(table) if _is_on(row, table, own)]
    log = bench.package.base.parent / "CHANGELOG.md"
    if log.is_file():
        once = re.findall(rf"`(?:{spot.source['id_prefix']}-)?{place}-([0-9]+)`", log.read_text(encoding="utf-8"))
        numbers += map(int, once)
    return f"{own}-{max(numbers, default=0) + 1:02}"


def _is_on(row: Mapping[str, str], table: str, own: str) -> bool:
    return row[f"{table[:-1]}_id"].startswith(f"{own}-")
