"""Reads a descriptor file, JSON or YAML, into a plain mapping, and says what is wrong where it is none."""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from xiaogan_facts.gate.report.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LARGEST = 32 * 1024 * 1024  # bytes; a descriptor is read whole
LARGEST_YAML = 4 * 1024 * 1024  # bytes; YAML is read about thirty times slower
DEEPEST = 100  # levels of nesting
MOST_VALUES = 4_000_000  # a few YAML anchors can stand for billions


class UnreadableError(Exception):
    """The file holds no descriptor; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.expected)
        self.problem = problem


def read_mapping(path: Path, file: str) -> dict[str, Any]:
    """The object that a JSON or YAML file holds. Raises UnreadableError, whose problem names `file`, and OSError."""
    is_yaml = path.suffix.lower() in (".yaml", ".yml")
    limit = LARGEST_YAML if is_yaml else LARGEST
    with path.open("rb") as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise _unreadable(
            file,
            "descriptor-too-large",
            f"a descriptor of at most {limit // 1024 // 1024} MB",
            "move inline data into files of their own",
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(file, "descriptor-not-utf-8", "text in UTF-8", "save the file as UTF-8", line=line) from error
    value = _parse_yaml(text, file) if is_yaml else _parse_json(text, file)
    if not isinstance(value, dict):
        raise _unreadable(
            file,
            "descriptor-not-object",
            f"one object ({{…}}), not {_kind(value)}",
            "wrap the properties in one object",
        )
    _refuse_endless(value, file)
    return _as_json(value, file) if is_yaml else value


def _as_json(value: dict[Any, Any], file: str) -> dict[str, Any]:
    """What YAML says as JSON would say it: a descriptor is JSON, which knows no dates and no keys but texts."""
    try:
        text = json.dumps(value, default=lambda other: other.isoformat() if hasattr(other, "isoformat") else str(other))
    except (TypeError, ValueError) as error:
        expected = "YAML that JSON could say as well, with texts as keys"
        raise _unreadable(file, "descriptor-not-yaml", expected, "put such keys in quotes") from error
    found: dict[str, Any] = json.loads(text)
    return found


def _parse_json(text: str, file: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise _too_deep(file) from error
    except json.JSONDecodeError as error:
        raise _unreadable(
            file, "descriptor-not-json", f"JSON: {error.msg}", "mend the syntax at this line", line=error.lineno
        ) from error
    except ValueError as error:
        raise _unreadable(file, "descriptor-not-json", f"JSON: {error}", "write plain JSON values") from error


def _parse_yaml(text: str, file: str) -> Any:
    yaml = import_module("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)
    except RecursionError as error:
        raise _too_deep(file) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise _unreadable(
            file, "descriptor-not-yaml", f"YAML: {said}", "mend the syntax at this line", line=line
        ) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _refuse_endless(value: Any, file: str) -> None:
    """Refuse what later steps would walk for ever: too deep a nesting, or anchors that multiply."""
    layer, depth, seen = [value], 0, 0
    while layer:
        depth, seen = depth + 1, seen + len(layer)
        if depth > DEEPEST or seen > MOST_VALUES:
            raise _too_deep(file)
        layer = [child for parent in layer for child in _children(parent)]


def _children(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list):
        yield from value


def _kind(value: Any) -> str:
    if value is None:
        return "nothing"
    return {list: "a list", str: "a text", bool: "a boolean"}.get(type(value), "a number")


def _too_deep(file: str) -> UnreadableError:
    return _unreadable(file, "descriptor-too-deep", f"at most {DEEPEST} levels of nesting", "flatten the descriptor")


def _unreadable(file: str, rule: str, expected: str, remedy: str, line: int | None = None) -> UnreadableError:
    return UnreadableError(Problem(rule, "error", file, expected, remedy, line=line))
