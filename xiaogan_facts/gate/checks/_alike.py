"""Of the fields of a table that say the same but for their names, one is judged for all: there may be thousands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.package.places import Steps

_WORDS = ("name", "title", "description")  # of a field, in any language: any string is valid

Places = Mapping[Steps, list[list[int]]]
"""By the steps to a list of fields: the places (0-based) that each field of its brief form stands for."""


def said(field: Any) -> str:
    """Return what there is to judge of a field: of its words only whether they are empty."""
    if not isinstance(field, Mapping):
        return repr(field)
    return repr({key: bool(value) if _is_word(key, value) else value for key, value in field.items()})


def _is_word(key: Any, value: Any) -> bool:
    return isinstance(value, str) and str(key).partition("@")[0] in _WORDS


def brief(descriptor: Mapping[str, Any]) -> tuple[Mapping[str, Any], Places]:
    """Return a descriptor with only the first of the fields of each table that say the same, and their places."""
    places: dict[Steps, list[list[int]]] = {}
    listed = descriptor.get("resources")
    if not isinstance(listed, list):
        return descriptor, places
    resources = []
    for number, resource in enumerate(listed):
        own = resource if isinstance(resource, Mapping) else {}
        schema = own.get("schema")
        fields = schema.get("fields") if isinstance(schema, Mapping) else None
        if isinstance(schema, Mapping) and isinstance(fields, list):
            alike: dict[str, list[int]] = {}
            for place, field in enumerate(fields):
                alike.setdefault(said(field), []).append(place)
            places["resources", number, "schema", "fields"] = list(alike.values())
            first = [fields[same[0]] for same in alike.values()]
            own = {**own, "schema": {**schema, "fields": first}}
        resources.append(own or resource)
    return {**descriptor, "resources": resources}, places


def in_full(violations: Iterable[Violation], places: Places) -> Iterator[Violation]:
    """Yield the violations by a brief descriptor for all fields that each field of it stands for, in their order."""
    for fields, found in groupby(violations, lambda each: each.steps[:4] if len(each.steps) > 4 else None):
        if fields is None or fields not in places:
            yield from found
            continue
        yield from sorted(
            (
                each._replace(steps=(*fields, place, *each.steps[5:]))
                for each in found
                for place in places[fields][int(each.steps[4])]
            ),
            key=lambda each: int(each.steps[4]),
        )
