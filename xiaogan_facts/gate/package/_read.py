"""Read a descriptor file, JSON or YAML, into a plain mapping, or raise an error that says why it holds none."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path
from typing import Any

from xiaogan_facts.gate.package.places import DescriptorText
from xiaogan_facts.gate.report.problem import ProblemError
from xiaogan_facts.gate.translation import later, say

LARGEST = 32 * 1024 * 1024  # bytes; a descriptor is read whole
LARGEST_YAML = 4 * 1024 * 1024  # bytes; YAML is read about thirty times slower
DEEPEST = 100  # levels of nesting
_ZIP = b"PK\x03\x04"
MOST_VALUES = 4_000_000  # a few YAML anchors can stand for billions


def read_mapping(path: Path, file: str) -> tuple[dict[str, Any], DescriptorText]:
    """Return the object that a JSON or YAML file holds, and its text.

    Raises OSError, and ProblemError whose problem names `file`.
    """
    is_yaml = path.suffix.lower() in (".yaml", ".yml")
    limit = LARGEST_YAML if is_yaml else LARGEST
    with path.open("rb") as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        raise ProblemError.of("descriptor-too-large", file, megabytes=limit // 1024 // 1024)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        remedy = say("unpack it, and give the folder") if raw.startswith(_ZIP) else ""
        raise ProblemError.of("descriptor-not-utf-8", file, line=line, remedy=remedy) from error
    value = _parse_yaml(text, file) if is_yaml else _parse_json(text, file)
    if not isinstance(value, dict):
        raise ProblemError.of("descriptor-not-object", file, kind=_kind(value))
    _refuse_endless(value, file)
    found = _as_json(value, file) if is_yaml else value
    if "\\u" in text:
        _refuse_surrogates(found, file)
    return found, DescriptorText(file, text, is_yaml)


def _refuse_surrogates(value: dict[str, Any], file: str) -> None:
    """Refuse halves of a UTF-16 pair (`\\ud800`): they stand for no character, and cannot be written anywhere."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        reason = say("\\u{object:04x} is half a character", object=ord(error.object[error.start]))
        raise ProblemError.of("descriptor-not-json", file, reason=reason, remedy=say("write the whole one")) from error


def _as_json(value: dict[Any, Any], file: str) -> dict[str, Any]:
    """Turn the values of YAML into those of JSON, which has no dates, and only strings as keys."""
    try:
        text = json.dumps(value, default=lambda other: other.isoformat() if hasattr(other, "isoformat") else str(other))
    except (TypeError, ValueError) as error:
        reason, remedy = say("each key must be text, as in JSON"), say("put such keys in quotes")
        raise ProblemError.of("descriptor-not-yaml", file, reason=reason, remedy=remedy) from error
    found: dict[str, Any] = json.loads(text)
    return found


def _parse_json(text: str, file: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ProblemError.of("descriptor-too-deep", file, levels=DEEPEST) from error
    except json.JSONDecodeError as error:
        remedy = "" if error.pos else say("give a JSON file; of a package, its datapackage.json or folder")
        raise ProblemError.of(
            "descriptor-not-json", file, line=error.lineno, reason=say(error.msg), remedy=remedy
        ) from error
    except ValueError as error:
        remedy = say("write plain JSON values")
        raise ProblemError.of("descriptor-not-json", file, reason=error, remedy=remedy) from error


def _parse_yaml(text: str, file: str) -> Any:
    yaml = import_module("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(text, Loader=loader)
    except RecursionError as error:
        raise ProblemError.of("descriptor-too-deep", file, levels=DEEPEST) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark else None
        raise ProblemError.of("descriptor-not-yaml", file, line=line, reason=said) from error


def _refuse_constant(name: str) -> Any:
    raise ValueError(say("{name} is not a JSON value", name=name))


def _refuse_endless(value: Any, file: str) -> None:
    """Refuse values that would keep later steps busy for ever: nested too deeply, or multiplied by YAML anchors."""
    layer, depth, seen = [value], 0, 0
    while layer:
        depth, seen = depth + 1, seen + len(layer)
        if depth > DEEPEST or seen > MOST_VALUES:
            raise ProblemError.of("descriptor-too-deep", file, levels=DEEPEST)
        lists = (each.values() if isinstance(each, dict) else each for each in layer if isinstance(each, dict | list))
        layer = [child for children in lists for child in children]


def _kind(value: Any) -> str:
    if value is None:
        return say("nothing")
    return say(
        {list: later("a list"), str: later("a text"), bool: later("a boolean")}.get(type(value), later("a number"))
    )
