"""Parse geographic values: points, GeoJSON (RFC 7946) and TopoJSON."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from xiaogan_facts.gate.translation import say

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_POINT = re.compile(rf"({_NUMBER}), ?({_NUMBER})")
_NESTING = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def geopoint(cell: str, form: str) -> tuple[Decimal, Decimal]:
    """Return longitude and latitude, written "lon, lat", as a JSON array or as a JSON object. Raises ValueError."""
    if form == "default":
        found = _POINT.fullmatch(cell)
        if not found:
            raise ValueError(cell)
        values: list[Any] = [Decimal(found[1]), Decimal(found[2])]
    else:
        value = json_value(cell)
        if form == "object":
            if not isinstance(value, dict) or set(value) != {"lon", "lat"}:
                raise ValueError(cell)
            value = [value["lon"], value["lat"]]
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
            raise ValueError(cell)
        values = [Decimal(str(number)) for number in value]
    if abs(values[0]) > 180 or abs(values[1]) > 90:
        raise ValueError(say("a longitude is at most 180, a latitude at most 90"))
    return values[0], values[1]


def geojson(cell: str) -> dict[str, Any]:
    """Parse a GeoJSON object. Raises ValueError, which says what RFC 7946 asks."""
    value = json_value(cell)
    _geojson(value)
    found: dict[str, Any] = value
    return found


def topojson(cell: str) -> dict[str, Any]:
    """Parse a TopoJSON topology: named objects and the arcs that they share. Raises ValueError."""
    value = json_value(cell)
    if (
        not isinstance(value, dict)
        or value.get("type") != "Topology"
        or not isinstance(value.get("objects"), dict)
        or not isinstance(value.get("arcs"), list)
    ):
        raise ValueError(cell[:80])
    return value


def json_value(cell: str) -> Any:
    """Parse JSON, without the NaN and Infinity that Python adds to it. Raises ValueError."""
    try:
        # `json.loads` would make a decoder for each cell; it says more of a byte order mark, which no decoder reads.
        return _DECODER.decode(cell) if cell[:1] != "\ufeff" else json.loads(cell)
    except RecursionError as error:
        raise ValueError(say("nested too deeply")) from error


def _refuse(name: str) -> Any:
    raise ValueError(say("{name} is no JSON", name=name))


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _ask(holds: bool, what: str, section: str, **places: Any) -> None:
    if not holds:
        raise ValueError(f"{say(what, **places)} (RFC 7946, {section})")


def _without(value: dict[str, Any], *members: str) -> None:
    for member in members:
        _ask(member not in value, "{type} has no member {member}", "7.1", type=value["type"], member=member)


def _geojson(value: Any) -> None:
    _ask(isinstance(value, dict), "a GeoJSON text is an object", "2")
    match value.get("type"):
        case "FeatureCollection":
            features = value.get("features")
            _box(value)
            _without(value, "coordinates", "geometries", "geometry", "properties")
            _ask(isinstance(features, list), "a FeatureCollection has a list of features", "3.3")
            for each in features:
                _ask(
                    isinstance(each, dict) and each.get("type") == "Feature",
                    "each of features is a Feature",
                    "3.3",
                )
                _geojson(each)
        case "Feature":
            _box(value)
            _without(value, "coordinates", "geometries", "features")
            _feature(value)
        case _:
            _geometry(value)


def _feature(value: dict[str, Any]) -> None:
    named, properties = value.get("id", ""), value.get("properties", False)
    _ask(isinstance(named, str) or _is_number(named), "the id of a Feature is a text or a number", "3.2")
    _ask(properties is None or isinstance(properties, dict), "a Feature has properties, an object or null", "3.2")
    _ask("geometry" in value, "a Feature has a geometry, an object or null", "3.2")
    if value["geometry"] is not None:
        _geometry(value["geometry"])


def _geometry(value: Any) -> None:
    _ask(isinstance(value, dict), "a geometry is an object", "3.1")
    kind = value.get("type")
    known = (*_NESTING, "GeometryCollection")
    _ask(
        isinstance(kind, str) and kind in known,
        "its type is one of {known}, Feature…",
        "1.4",
        known=", ".join(known),
    )
    _without(value, "geometry", "properties", "features")
    _box(value)
    if kind == "GeometryCollection":
        inner = value.get("geometries")
        _without(value, "coordinates")
        _ask(isinstance(inner, list), "a GeometryCollection has a list of geometries", "3.1.8")
        for each in inner:
            _geometry(each)
        return
    _without(value, "geometries")
    if value.get("coordinates") != []:
        _positions(value.get("coordinates"), _NESTING[kind], kind)


def _box(value: dict[str, Any]) -> None:
    box = value.get("bbox", [0, 0, 0, 0])
    whole = isinstance(box, list) and len(box) >= 4 and len(box) % 2 == 0 and all(map(_is_number, box))
    _ask(whole, "a bbox is a list of four or six numbers", "5")


def _positions(value: Any, depth: int, kind: str) -> None:
    """Ask that positions are nested so deep, and those of each innermost list make a line or a ring."""
    _ask(
        isinstance(value, list),
        "the coordinates of a {kind} are positions in {nesting} levels of lists",
        "3.1",
        kind=kind,
        nesting=_NESTING[kind],
    )
    if not depth:
        _ask(len(value) >= 2 and all(map(_is_number, value)), "a position is two numbers or more", "3.1.1")
        return
    for inner in value:
        _positions(inner, depth - 1, kind)
    if depth == 1 and kind.endswith("LineString"):
        _ask(len(value) >= 2, "a line has two positions or more", "3.1.4")
    if depth == 1 and kind.endswith("Polygon"):
        _ask(len(value) >= 4, "a ring has four positions or more", "3.1.6")
        _ask(value[0] == value[-1], "a ring ends with the position that it begins with", "3.1.6")
