"""The kinds of values in a descriptor: what each asks for, which values fit, and what was probably meant."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from xiaogan_facts.gate.checks._violation import Violation
from xiaogan_facts.gate.package.places import Steps
from xiaogan_facts.gate.translation import later, say

Meant = Callable[[Any], Any]
"""Takes a wrong value and returns the right one that was probably meant, None if that cannot be told."""


class Kind(Protocol):
    """A kind of value."""

    @property
    def asks(self) -> str:
        """What the kind asks for, to complete "expected … to be …"."""
        ...

    @property
    def example(self) -> Any:
        """A value of the kind."""
        ...

    def fits(self, value: Any) -> bool:
        """Return whether the value is of the kind as a whole, whatever is in it."""
        ...

    def faults(self, value: Any, steps: Steps) -> Iterator[Violation]:
        """Yield what is wrong with a value that is found at the end of `steps`."""
        ...

    def meant(self, value: Any) -> Any:
        """Return the value of the kind that was probably meant by another, None if that cannot be told."""
        ...


@dataclass(frozen=True)
class Plain:
    """A kind of values that have no parts."""

    asks: str
    example: Any
    fits: Callable[[Any], bool]
    meant: Meant = lambda value: None
    empty: bool = False
    """Whether an empty text is only advised against: it tells as little as no property."""

    def faults(self, value: Any, steps: Steps) -> Iterator[Violation]:
        if value == "" and self.empty:
            yield wrong(self, value, steps)._replace(remedy=say("leave the property out"), advice=True)
        elif not self.fits(value):
            yield wrong(self, value, steps)

    def like(self, example: Any) -> Plain:
        """Return the same kind with another example."""
        return replace(self, example=example)


@dataclass(frozen=True)
class Items:
    """A list; with `least` items, no two of them alike in what `differ` takes of each."""

    asks: str
    item: Kind
    example: list[Any]
    least: int = 0
    differ: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)

    def fits(self, value: Any) -> bool:
        return isinstance(value, list)

    def meant(self, value: Any) -> Any:
        if value is None or isinstance(value, list):
            return None
        one = self.item.meant(value) if any(self.item.faults(value, ("",))) else value
        return None if one is None else [one]

    def faults(self, value: Any, steps: Steps) -> Iterator[Violation]:
        if not self.fits(value) or len(value) < self.least:
            yield wrong(self, value, steps)
            return
        for place, each in enumerate(value):
            yield from self.item.faults(each, (*steps, place))
        for what, of in self.differ.items():
            seen: set[str] = set()
            for place, each in enumerate(value):
                taken = of(each)
                if taken is not None and repr(taken) in seen:
                    yield Violation((*steps, place), say(what), say("remove the repetition"))
                seen.add(repr(taken))


@dataclass(frozen=True)
class Object:
    """An object with properties of known kinds, some of them required, beside any others."""

    asks: str
    example: Mapping[str, Any]
    properties: Mapping[str, Kind]
    required: tuple[str, ...] = ()
    first: str = ""
    """The property that a text in place of the object was probably meant for."""

    def fits(self, value: Any) -> bool:
        return isinstance(value, Mapping)

    def meant(self, value: Any) -> Any:
        return {self.first: value} if self.first and isinstance(value, str) and value else None

    def faults(self, value: Any, steps: Steps) -> Iterator[Violation]:
        if not self.fits(value):
            yield wrong(self, value, steps)
            return
        for name in self.required:
            if name not in value:
                remedy = say("add {name}", name=_pair(name, self.properties[name].example))
                yield Violation((*steps, name), say("a `{name}`", name=name), remedy)
        for name, kind in self.properties.items():
            if name in value:
                yield from kind.faults(value[name], (*steps, name))


@dataclass(frozen=True)
class Either:
    """A value of one of several kinds."""

    asks: str
    kinds: tuple[Kind, ...]

    @property
    def example(self) -> Any:
        return self.kinds[0].example

    def fits(self, value: Any) -> bool:
        return any(kind.fits(value) for kind in self.kinds)

    def meant(self, value: Any) -> Any:
        return next((found for kind in self.kinds if (found := kind.meant(value)) is not None), None)

    def faults(self, value: Any, steps: Steps) -> Iterator[Violation]:
        for kind in self.kinds:
            if kind.fits(value):
                yield from kind.faults(value, steps)
                return
        yield wrong(self, value, steps)


def wrong(kind: Kind, value: Any, steps: Steps) -> Violation:
    """Return the violation by a value that is not of its kind, with what to write instead."""
    name = next(step for step in reversed(steps) if isinstance(step, str))
    single = isinstance(steps[-1], str)
    note = (
        say("`{name}` to be {asks}", name=name, asks=say(kind.asks))
        if single
        else say("each of `{name}` to be {asks}", name=name, asks=say(kind.asks))
    )
    meant = kind.meant(value)
    if meant is not None and kind.fits(meant):
        return Violation(steps, note, say("write {name}", name=_pair(name, meant) if single else _json(meant)))
    remedy = say("write something like {name}", name=_pair(name, kind.example) if single else _json(kind.example))
    return Violation(steps, note, remedy)


def _pair(name: str, value: Any) -> str:
    return f"`{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}`"


def _json(value: Any) -> str:
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _as_text(value: Any) -> str | None:
    """Return the text for a number, or for a list of one text."""
    if isinstance(value, list) and len(value) == 1 and _is_text(value[0]):
        return str(value[0])
    return json.dumps(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def _as_flag(value: Any) -> bool | None:
    return _FLAGS.get(str(value).lower()) if isinstance(value, str | int) else None


def _is_whole(value: Any, least: int = 0) -> bool:
    """Return whether a value is a whole number, which JSON may also write as 1.0."""
    whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return whole and not isinstance(value, bool) and bool(value >= least)


def _as_whole(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value) else None


def matching(asks: str, pattern: str, example: str, meant: Meant = lambda value: None, *, empty: bool = False) -> Plain:
    """Return the kind of texts that match a pattern as a whole, or perhaps are empty."""
    match = re.compile(pattern).fullmatch
    return Plain(asks, example, lambda value: _is_text(value) and match(value) is not None, meant, empty)


ANYTHING = Plain(later("anything"), "", lambda value: True)
TEXT = Plain(later("a text"), "text", _is_text, _as_text)
SOME_TEXT = Plain(later("a text that is not empty"), "text", lambda value: _is_text(value) and value != "", _as_text)
CHARACTER = Plain(later("a single character"), '"', lambda value: _is_text(value) and len(value) == 1)
FLAG = Plain(later("true or false"), True, lambda value: isinstance(value, bool), _as_flag)
WHOLE = Plain(later("a whole number, 0 or more"), 1, _is_whole, _as_whole)
POSITION = Plain(later("a whole number, 1 or more"), 1, lambda value: _is_whole(value, 1), _as_whole)
OBJECT = Plain(later("an object"), {}, lambda value: isinstance(value, Mapping))
TEXTS = Items(later("a list of texts"), TEXT, ["text"])
