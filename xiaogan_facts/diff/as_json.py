"""Write a difference as JSON: the sums first, then the tables that differ."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from xiaogan_facts.bilingual import Bilingual
from xiaogan_facts.diff._model import Cell, CellChange, Difference, LoneRow, PropertyChange, TableChange
from xiaogan_facts.gate.printable import printable_json


def as_json(difference: Difference) -> str:
    """Return one indented object. A cell is as its file has it, null if the file has no such column."""
    value = {
        "old": asdict(difference.old),
        "new": asdict(difference.new),
        "same": difference.same,
        "counts": {what: asdict(counts) for what, counts in difference.counts().items()},
        "note": difference.note,
        "properties": _properties(difference.properties),
        "tables": [_table(table) for table in difference.tables if table.kind != "same" or table.note],
    }
    return printable_json(json.dumps(value, ensure_ascii=False, indent=2, default=str)) + "\n"


def _table(table: TableChange) -> dict[str, Any]:
    return {
        "name": table.name,
        "kind": table.kind,
        "rows_before": table.rows_before,
        "rows_after": table.rows_after,
        "key": list(table.key),
        "note": table.note,
        "properties": _properties(table.properties),
        "columns": [
            {"name": column.name, "kind": column.kind, "values": column.values}
            | ({"properties": _properties(column.properties)} if column.kind == "changed" else {})
            for column in table.columns
        ],
        "added": [_row(row) for row in table.added],
        "removed": [_row(row) for row in table.removed],
        "changed": [
            {"key": list(row.key), **_sentence(row.sentence), "cells": _before_and_after(row.cells)}
            for row in table.changed
        ],
        "renamed": [
            {"before": list(row.before), "after": list(row.after), **_sentence(row.sentence)} for row in table.renamed
        ],
    }


def _row(row: LoneRow) -> dict[str, Any]:
    return {"key": list(row.key), **_sentence(row.sentence), "cells": _values(row.cells)}


def _values(cells: Iterable[Cell]) -> dict[str, str | None]:
    return {cell.column: cell.value for cell in cells}


def _before_and_after(cells: Iterable[CellChange]) -> dict[str, dict[str, str | None]]:
    return {cell.column: {"before": cell.before, "after": cell.after} for cell in cells}


def _sentence(sentence: Bilingual | None) -> dict[str, str]:
    return {} if sentence is None else {"sentence_en": sentence.en, "sentence_zh": sentence.zh}


def _properties(changes: Iterable[PropertyChange]) -> list[dict[str, Any]]:
    return [asdict(change) for change in changes]
