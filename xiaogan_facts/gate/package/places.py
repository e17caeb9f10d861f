"""Find where a part of a descriptor stands: in which file, on which line, at which JSON pointer (RFC 6901)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

Step = str | int
Steps = tuple[Step, ...]
"""The way from the top of a descriptor to a part of it: names of properties, and positions in lists (0-based)."""


class Place(NamedTuple):
    """A place in a descriptor: its file, its physical line (1-based), if known, and its pointer, "" for the whole."""

    file: str
    line: int | None
    pointer: str


class Node(NamedTuple):
    """A value in a text: the line (1-based) on which it, or the name of its property, starts; and what is in it."""

    line: int
    inner: Mapping[Step, Node]


_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_NOTHING: Mapping[Step, Node] = MappingProxyType({})


@dataclass(frozen=True)
class DescriptorText:
    """The text of a descriptor, or of a file that it refers to, which is valid JSON or YAML."""

    file: str
    text: str = field(repr=False)
    is_yaml: bool = False

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "top"}  # which is found again when asked

    @cached_property
    def top(self) -> Node:
        """The lines of all its values. Found only when a problem asks for one."""
        if not self.is_yaml:
            tokens = self._tokens()
            return _json_node(tokens, *next(tokens))
        yaml = import_module("yaml")
        return _yaml_node(yaml.compose(self.text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)), {})

    def _tokens(self) -> Iterator[tuple[str, int]]:
        line, last = 1, 0
        for found in _TOKEN.finditer(self.text):
            line += self.text.count("\n", last, found.start())
            last = found.start()
            yield found[0], line

    def node(self, steps: Steps) -> Node:
        """Return the value that the steps lead to; where one is missing, the one that it is missing in."""
        node = self.top
        for step in steps:
            node = node.inner.get(step, node)
        return node


def _json_node(tokens: Iterator[tuple[str, int]], token: str, line: int) -> Node:
    if token == "[":
        listed: dict[Step, Node] = {}
        for item, at in tokens:
            if item == "]":
                break
            if item != ",":
                listed[len(listed)] = _json_node(tokens, item, at)
        return Node(line, listed)
    if token != "{":
        return Node(line, _NOTHING)
    named: dict[Step, Node] = {}
    for name, at in tokens:
        if name == "}":
            break
        if name != ",":
            next(tokens)  # the colon
            named[json.loads(name)] = _json_node(tokens, *next(tokens))._replace(line=at)
    return Node(line, named)


def _yaml_node(node: Any, known: dict[int, Node]) -> Node:
    """Return a node and what is in it; `known` are those met before, for an anchor may stand for many."""
    if id(node) not in known:
        inner: dict[Step, Node] = {}
        if node.id == "mapping":
            for name, value in node.value:
                inner[str(name.value)] = _yaml_node(value, known)._replace(line=name.start_mark.line + 1)
        elif node.id == "sequence":
            inner = {place: _yaml_node(item, known) for place, item in enumerate(node.value)}
        known[id(node)] = Node(node.start_mark.line + 1, inner)
    return known[id(node)]


@dataclass(frozen=True)
class Places:
    """The texts that a descriptor was read from: by the steps to the parts that stand in them, () for the whole."""

    texts: Mapping[Steps, DescriptorText] = field(default_factory=dict)

    def of(self, steps: Steps, file: str) -> Place:
        """Return the place of a part; `file` is the descriptor's own."""
        text, within = self._text(steps)
        pointer = "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in within)
        return Place(text.file, text.node(within).line, pointer) if text else Place(file, None, pointer)

    def lines(self, steps: Steps) -> list[int]:
        """Return the lines on which the items of a list start, none if they are not known."""
        text, within = self._text(steps)
        return [item.line for item in text.node(within).inner.values()] if text else []

    def _text(self, steps: Steps) -> tuple[DescriptorText | None, Steps]:
        """Return the text of the file that a part stands in, and the steps to it in there."""
        for length in range(len(steps), -1, -1):
            if text := self.texts.get(steps[:length]):
                return text, steps[length:]
        return None, steps
