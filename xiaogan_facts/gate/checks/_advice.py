"""Say what helps a wrong cell: what people do wrong most often, each with its own cure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from xiaogan_facts.gate.lookalike import named, plain
from xiaogan_facts.gate.package.model import Field, MissingValue
from xiaogan_facts.gate.suggest import Candidates
from xiaogan_facts.gate.tables import lexical
from xiaogan_facts.gate.translation import say

_JSON = ("object", "array", "geojson")
_NUMERIC = ("integer", "number")
# As spreadsheets show a date: 2024/5/1, 5.1.2024, 2024年5月1日, 01-05-24.
_SPREADSHEET_DATE = re.compile(r"\s*\d{1,4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,4}\s*日?(?:[ T]\d{1,2}:\d{2}.*)?\s*")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:([,.' \u00a0\u202f])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")
_LONGEST = 200  # characters of a cell that is looked into


@dataclass(frozen=True)
class Advice:
    """What helps a cell that breaks a rule of a field. `holds` tells whether another text would keep the rule.

    `missing` are the strings that mean "no value" and may stand here; `valid` are values to suggest; `after_delimiter`
    tells that blanks before the cell could be skipped by the dialect.
    """

    field: Field
    missing: tuple[MissingValue, ...]
    holds: Callable[[str], bool]
    valid: Candidates | None = None
    after_delimiter: bool = False

    def suggestion(self, cell: str) -> str:
        """Return the remedy for a cell, "" if there is none better than the one for all."""
        if not cell.strip():
            return self._for_empty(cell)
        if self.field.type in _JSON:
            return self._for_json(cell)
        if len(cell) > _LONGEST:
            return ""
        return (
            self._for_blanks(cell)
            or (self.valid.suggestion(cell) if self.valid else "")
            or self._for_odd_characters(cell)
            or self._for_number(cell)
            or self._for_date(cell)
        )

    def _for_empty(self, cell: str) -> str:
        blank = "" if not cell else say("; it holds blanks alone")
        codes = [f"{each.value!r}" + (f" ({each.label})" if each.label else "") for each in self.missing if each.value]
        if codes:
            return say(
                "write the value, or the code for a missing one: {codes}{blank}", codes=", ".join(codes), blank=blank
            )
        if cell and any(not each.value for each in self.missing):
            return say("leave the cell empty: it holds blanks alone")
        return say("write the value: nothing stands for a missing one in this column{blank}", blank=blank)

    def _for_blanks(self, cell: str) -> str:
        bare = cell.strip()
        if bare == cell or not self.holds(bare):
            return ""
        odd = named(cell, bare)
        skip = self.after_delimiter and cell.lstrip(" ") == bare
        also = say(', or state `"skipInitialSpace": true` in the dialect') if skip else ""
        return say(
            "remove the blanks around the value{more}{also}", more=say(" ({odd})", odd=odd) if odd else "", also=also
        )

    def _for_json(self, cell: str) -> str:
        try:
            lexical.parser(self.field)(cell)
        except json.JSONDecodeError as error:
            return say("correct the JSON at its character {pos}: {msg}", pos=error.pos + 1, msg=say(error.msg))
        except ValueError as error:
            return say("correct it: {error}", error=error) if "RFC" in str(error) else ""
        return ""

    def _for_odd_characters(self, cell: str) -> str:
        meant = plain(cell).strip()
        if meant == cell or not self.holds(meant):
            return ""
        odd = named(cell, meant)
        return say("write {meant!r}", meant=meant) + (say("; here stands {odd}", odd=odd) if odd else "")

    def _for_number(self, cell: str) -> str:
        text = plain(cell).strip()
        if self.field.type not in _NUMERIC:
            return ""
        if found := _GROUPED.fullmatch(text):
            bare = text.replace(found[1], "")
            group = say('state `"groupChar": "{group}"`', group=found[1])
            if self.holds(bare):
                return say("write the number without thousands separators, or {group}", group=group)
            if self.field.type == "number" and self.holds(bare.replace(",", ".")):
                return say(
                    'write it without thousands separators and with a point, or {group} and `"decimalChar": ","`',
                    group=group,
                )
        if text.count(",") == 1 and self.field.type == "number" and self.holds(text.replace(",", ".")):
            return say('write a point in place of the comma, or state `"decimalChar": ","`')
        number = re.sub(r"^[^0-9+.\-]+|[^0-9]+$", "", text)
        if number and number != text and self.holds(number):
            return say('write the number alone, or state `"bareNumber": false`')
        return ""

    def _for_date(self, cell: str) -> str:
        example = self.field.example
        if not isinstance(example, str):
            example = {"date": "2024-01-31", "datetime": "2024-01-31T15:00:00Z", "yearmonth": "2024-01"}.get(
                self.field.type if self.field.format == "default" else "", ""
            )
        if example and self.holds(example) and _SPREADSHEET_DATE.fullmatch(cell):
            return say("write it like {example!r}; this is how a spreadsheet shows a date", example=example)
        return ""


def is_value_of(field: Field) -> Callable[[str], bool]:
    """Return the function that tells whether a text is a value of the field's type."""
    parse = lexical.parser(field)

    def holds(text: str) -> bool:
        try:
            parse(text)
        except (ValueError, ArithmeticError):
            return False
        return True

    return holds
