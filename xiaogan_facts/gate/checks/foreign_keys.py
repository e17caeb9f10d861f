"""The keys of a package's tables: which may not repeat, which point where, and what must be known of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from xiaogan_facts.gate.checks.keys import Key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from xiaogan_facts.gate.package.model import ForeignKey, Package, Resource

Need = Literal[
    "unique",  # whether a value repeats, nothing else
    "all",  # the hash of every value
    "distinct",  # every hash once
]


def unique_keys(resource: Resource) -> dict[Key, str]:
    """The keys of a resource whose values may not repeat, each with the rule that says so."""
    schema = resource.schema
    if schema is None:
        return {}
    found: dict[Key, str] = {}
    if schema.primary_key:
        found[Key.of(schema.primary_key)] = "primaryKey"
    for names in schema.unique_keys:
        found.setdefault(Key.of(names), "uniqueKeys")
    for field in schema.fields:
        if field.constraints.unique:
            found.setdefault(Key.of((field.name,)), "unique")
    return found


@dataclass(frozen=True)
class Link:
    """A foreign key: the fields that point, and the resource and fields that they point at."""

    foreign: ForeignKey
    key: Key
    target: Resource
    target_key: Key


def links(package: Package, resource: Resource) -> Iterator[Link]:
    """The foreign keys of a resource that can be followed; of the others the descriptor's problems speak."""
    for foreign in resource.schema.foreign_keys if resource.schema else ():
        target = _resource(package, foreign.reference_resource) if foreign.reference_resource else resource
        if target is None or not foreign.fields or len(foreign.fields) != len(foreign.reference_fields):
            continue
        here, there = _types(resource), _types(target)
        pairs = zip(foreign.fields, foreign.reference_fields, strict=True)
        as_text = tuple(here.get(one) != there.get(other) for one, other in pairs)
        yield Link(foreign, Key(foreign.fields, as_text), target, Key(foreign.reference_fields, as_text))


def _types(resource: Resource) -> dict[str, str]:
    return {field.name: field.type for field in resource.schema.fields} if resource.schema else {}


def _resource(package: Package, name: str) -> Resource | None:
    return next((each for each in package.resources if each.name == name), None)


def needs_of_keys(resource: Resource, pointing: Iterable[Link], pointed_at: Iterable[Link]) -> dict[Key, Need]:
    """The keys of a resource of which something must be known once it is read, and what.

    `pointing` are its own foreign keys that can be followed only then, `pointed_at` those of any that refer to it.
    """
    unique = unique_keys(resource)
    needs: dict[Key, Need] = dict.fromkeys(unique, "unique")
    for key in (*(link.key for link in pointing), *(link.target_key for link in pointed_at)):
        needs[key] = "all" if key in unique else "distinct"
    return needs
