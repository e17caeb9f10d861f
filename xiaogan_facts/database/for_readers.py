"""The rows of a ready-made query as people read them: in one language, codes and names in words, values with units."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from duckdb import DuckDBPyConnection

from xiaogan_facts.gate.translation import Language, later, say
from xiaogan_facts.output.cells import as_text

HEADINGS = {
    "among": later("among"),
    "against": later("against"),
    "basis": later("basis"),
    "begins": later("begins"),
    "by_way_of": later("by way of"),
    "carried_by_a_fact": later("carried by a fact"),
    "caveat_id": later("caveat"),
    "caveats": later("caveats"),
    "char_end": later("ends at character"),
    "char_start": later("starts at character"),
    "characters": later("characters"),
    "claim": later("claim"),
    "company": later("company"),
    "disposition": later("how accounted for"),
    "due": later("due"),
    "ends": later("ends"),
    "entity_id": later("entity"),
    "fact_id": later("id"),
    "fact_table": later("table"),
    "facts": later("facts"),
    "given_by": later("given by"),
    "honour": later("honour"),
    "how": later("how it is said"),
    "kind": later("kind"),
    "line": later("line"),
    "mentions": later("mentions"),
    "name": later("name"),
    "naming_an_entity": later("naming an entity"),
    "no_fact": later("no fact"),
    "note": later("note"),
    "object": later("object"),
    "of_how_many": later("of how many"),
    "of_what": later("of what"),
    "out_of": later("out of"),
    "passages": later("passages"),
    "passages_with_facts": later("passages with facts"),
    "percent": later("percent"),
    "percent_of_passages": later("percent of the text"),
    "person": later("person"),
    "position": later("position"),
    "predicate": later("what is said"),
    "ranking": later("ranking"),
    "role": later("role"),
    "said_by": later("said by"),
    "scope": later("among"),
    "source_id": later("article"),
    "statement_type": later("kind of statement"),
    "steps": later("steps"),
    "subject": later("subject"),
    "table_name": later("table"),
    "text": later("fact"),
    "row_id": later("row"),
    "time_period": later("time"),
    "title": later("title"),
    "unsaid": later("what is not said"),
    "value": later("value"),
    "value_type": later("status"),
    "what": later("what"),
    "when_it_is_said": later("when"),
    "who": later("who"),
    "whose": later("whose"),
    "yuan": later("amount"),
}
"""What the columns of ready-made queries are called in words."""

SAID_OF = {"how": "attribution_type", "among": "scope"}
"""Columns of queries that hold the codes of a column of another name."""

NAMING = ("by_way_of", "given_by", "of_what", "said_by", "whose")
"""Columns of queries that name an entity by its id."""

WORDS = {
    "role": (
        *(later("subject"), later("agent"), later("place"), later("object"), later("speaker"), later("part")),
        *(later("named"), later("no fact")),
    ),
    "when_it_is_said": (later("no date"), later("due by then"), later("after that day"), later("within these days")),
}
"""Columns of queries with words of their own, and these words."""

VALUES = {"position", "value", "yuan"}
"""Columns of queries that hold a figure, perhaps beside its unit and comparator."""

SIGNS = {"<": "< ", "<=": "≤ ", ">": "> ", ">=": "≥ "}

WORDED = """
    SELECT number_en(x) || unit_en(x, u.unit_id, u.name_en), number_zh(x) || unit_zh(u.unit_id, u.name_zh)
    FROM (SELECT $value::DOUBLE AS x), units AS u WHERE u.unit_id = $unit
"""

Row = Sequence[Any]
Cell = Callable[[Row], Any]


@dataclass(frozen=True)
class ForReaders:
    """A database, and the language that its rows are told in."""

    connection: DuckDBPyConnection
    language: Language

    def told(self, columns: Sequence[str], rows: Iterable[Row]) -> tuple[list[str], list[list[Any]]]:
        """Return the headings and the rows in words.

        Columns that come in both languages become one; `value` takes in its unit and comparator; codes, entities and
        times are worded; ids that lead further stay as they are.
        """
        cells = self._cells({name: place for place, name in enumerate(columns)})
        headings = [say(HEADINGS[name]) if name in HEADINGS else name.replace("_", " ") for name in cells]
        return headings, [[cell(row) for cell in cells.values()] for row in rows]

    def _cells(self, places: Mapping[str, int]) -> dict[str, Cell]:
        """Return for each column to show the function that takes its cell from a row."""
        cells: dict[str, Cell] = {}
        merged = {"unit_id", "comparator"} if places.keys() & VALUES else set()
        for name, place in places.items():
            stem = name[:-3] if name.endswith(("_en", "_zh")) else ""
            if stem and {f"{stem}_en", f"{stem}_zh"} <= places.keys():
                cells[stem] = self._in_language(places[f"{stem}_en"], places[f"{stem}_zh"])
            elif name in VALUES:
                unit = places.get("unit_id") if name == "value" else None
                cells[name] = self._value(place, unit, places.get("comparator"), "yuan" if name == "yuan" else None)
            elif name not in merged:
                cells[name] = self._worded(name, place)
        return cells

    def _in_language(self, english: int, chinese: int) -> Cell:
        first, other = (chinese, english) if self.language == "zh" else (english, chinese)
        return lambda row: row[other] if row[first] is None else row[first]

    def _value(self, place: int, unit: int | None, comparator: int | None, known: str | None) -> Cell:
        said: dict[tuple[float, str], str] = {}

        def cell(row: Row) -> Any:
            value, unit_id = row[place], known or (None if unit is None else row[unit])
            sign = SIGNS.get("" if comparator is None else row[comparator], "")
            if value is None or unit_id is None:
                return f"{sign}{as_text(value)}" if sign and value is not None else value
            if (value, unit_id) not in said:
                said[value, unit_id] = self._with_unit(value, unit_id)
            return sign + said[value, unit_id]

        return cell

    def _with_unit(self, value: float, unit_id: str) -> str:
        found = self.connection.execute(WORDED, {"value": value, "unit": unit_id}).fetchall()
        return str(found[0][self.language == "zh"]) if found else f"{value:g} {unit_id}"

    def _worded(self, name: str, place: int) -> Cell:
        if name == "time_period":
            return self._looked_up(place, self._period)
        if name in WORDS:
            return self._looked_up(place, {word: say(word) for word in WORDS[name]}.get)
        if name in NAMING:
            return self._looked_up(place, self._names().get)
        labels = self._labels(SAID_OF.get(name, name))
        return self._looked_up(place, labels.get) if labels else lambda row: row[place]

    def _looked_up(self, place: int, find: Callable[[str], str | None]) -> Cell:
        return lambda row: row[place] if row[place] is None else find(row[place]) or row[place]

    def _period(self, period: str) -> str | None:
        (said,) = self.connection.execute(f"SELECT period_{self.language}($period)", {"period": period}).fetchall()
        return said[0] if said[0] is None else str(said[0])

    def _names(self) -> dict[str, str]:
        return dict(self.connection.execute(f"SELECT entity_id, name_{self.language} FROM entities").fetchall())

    def _labels(self, column: str) -> dict[str, str]:
        query = f"SELECT value, label_{self.language} FROM codes WHERE column_name = $column AND label_en IS NOT NULL"
        return dict(self.connection.execute(query, {"column": column}).fetchall())
