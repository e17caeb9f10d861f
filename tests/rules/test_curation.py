"""The curation guide has an entry for every column, and every sentence in it names a check that there is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from tests.rules.base_archive import TABLES
from xiaogan_facts.paths import ROOT, SCHEMAS
from xiaogan_facts.rules import RULES

ALL_COLUMNS = re.compile(r"\*.*")


@dataclass(frozen=True)
class Entry:
    """What the guide says of a column: its sentences, and the checks that each names."""

    tables: tuple[str, ...]
    column: str
    sentences: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def checks(self) -> set[str]:
        return {check for _, checks in self.sentences for check in checks}


def entries() -> list[Entry]:
    """The bullets of the guide's sections on tables, each with the tables that its heading names."""
    guide = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    found = []
    for section in re.split(r"^## ", guide, flags=re.MULTILINE)[1:]:
        heading, _, body = section.partition("\n")
        tables = tuple(re.findall(r"`(\w+)`", heading)) or (TABLES if heading == "Manners" else ())
        if tables:
            found += [Entry(tables, column, sentences(text)) for column, text in bullets(body)]
    return found


def bullets(body: str) -> list[tuple[str, str]]:
    found = re.findall(r"^- \*\*`([^`]+)`\*\* (.+?)(?=\n\n|\n- |\Z)", body.strip(), flags=re.MULTILINE | re.DOTALL)
    return [(column, " ".join(text.split())) for column, text in found]


def sentences(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each sentence with the checks in the brackets that it ends in, none where it ends in no brackets."""
    split = re.split(r"(?<=[.])\s+(?=[A-Z])", text)
    ends = [re.search(r"\(((?:`[\w-]+`(?:, )?)+)\)\.$", sentence) for sentence in split]
    return tuple(
        (sentence, tuple(re.findall(r"`([\w-]+)`", end[1])) if end else ())
        for sentence, end in zip(split, ends, strict=True)
    )


@cache
def schema(table: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((SCHEMAS / f"{table}.json").read_text(encoding="utf-8"))
    return loaded


def columns(table: str) -> list[str]:
    return [field["name"] for field in schema(table)["fields"]]


def constraints(table: str, column: str) -> set[str]:
    """The properties by which the schema limits a column."""
    field = next(field for field in schema(table)["fields"] if field["name"] == column)
    found = set(field["constraints"]) | ({"type"} if field["type"] != "string" else set())
    found |= {"uniqueKeys"} if any(column in key for key in schema(table).get("uniqueKeys", [])) else set()
    keys = (key["fields"] for key in schema(table).get("foreignKeys", []))
    return found | ({"foreignKeys"} if any(column in key for key in keys) else set())


ENTRIES = entries()
COLUMNS = [(table, column) for table in TABLES for column in columns(table)]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda each: str(each))
def test_every_column_has_one_entry(table: str, column: str) -> None:
    assert len([entry for entry in ENTRIES if table in entry.tables and entry.column == column]) == 1


def test_every_entry_is_on_a_column_of_its_tables() -> None:
    strays = [
        (entry.tables, entry.column)
        for entry in ENTRIES
        if not ALL_COLUMNS.fullmatch(entry.column) and not any(entry.column in columns(table) for table in entry.tables)
    ]
    assert strays == []


def test_every_sentence_names_its_check() -> None:
    assert [sentence for entry in ENTRIES for sentence, checks in entry.sentences if not checks] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.tables[0]}-{entry.column}")
def test_every_check_that_an_entry_names_is_a_rule_or_limits_that_column(entry: Entry) -> None:
    there = {rule.name for rule in RULES}
    for table in entry.tables:
        if entry.column in columns(table):
            there |= constraints(table, entry.column)
    assert entry.checks <= there


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_is_named_in_the_guide(rule: Any) -> None:
    in_prose = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    assert f"(`{rule.name}`)" in in_prose
