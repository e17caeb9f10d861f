"""Parse geographic values: points, GeoJSON (RFC 7946) and TopoJSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

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
        value = _object(cell)
        if form == "object":
            if not isinstance(value, dict) or set(value) != {"lon", "lat"}:
                raise ValueError(cell)
            value = [value["lon"], value["lat"]]
        if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
            raise ValueError(cell)
        values = [Decimal(str(number)) for number in value]
    if abs(values[0]) > 180 or abs(values[1]) > 90:
        raise ValueError("a longitude is at most 180, a latitude at most 90")
    return values[0], values[1]


def geojson(cell: str) -> dict[str, Any]:
    """Parse a GeoJSON object. Raises ValueError."""
    value = _object(cell)
    if not isinstance(value, dict) or not _is_geojson(value):
        raise ValueError(cell[:80])
    return value


def topojson(cell: str) -> dict[str, Any]:
    """Parse a TopoJSON topology: named objects and the arcs that they share. Raises ValueError."""
    value = _object(cell)
    if (
        not isinstance(value, dict)
        or value.get("type") != "Topology"
        or not isinstance(value.get("objects"), dict)
        or not isinstance(value.get("arcs"), list)
    ):
        raise ValueError(cell[:80])
    return value


def _object(cell: str) -> Any:
    try:
        return json.loads(cell, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_geojson(value: Any) -> bool:
    if not isinstance(value, dict) or not _is_box(value.get("bbox", [0, 0, 0, 0])):
        return False
    match value.get("type"):
        case "FeatureCollection":
            features = value.get("features")
            return (
                not value.keys() & {"coordinates", "geometries", "geometry", "properties"}
                and isinstance(features, list)
                and all(_is_geojson(each) and each["type"] == "Feature" for each in features)
            )
        case "Feature":
            inner, properties = value.get("geometry", False), value.get("properties", False)
            return (
                not value.keys() & {"coordinates", "geometries", "features"}
                and (inner is None or _is_geometry(inner))
                and (properties is None or isinstance(properties, dict))
                and isinstance(value.get("id", ""), (str, int, float))
                and not isinstance(value.get("id", ""), bool)
            )
    return _is_geometry(value)


def _is_geometry(value: Any) -> bool:
    if not isinstance(value, dict) or value.keys() & {"geometry", "properties", "features"}:
        return False
    if not _is_box(value.get("bbox", [0, 0, 0, 0])):
        return False
    kind, coordinates = str(value.get("type")), value.get("coordinates")
    if kind == "GeometryCollection":
        inner = value.get("geometries")
        return "coordinates" not in value and isinstance(inner, list) and all(map(_is_geometry, inner))
    depth = _NESTING.get(kind)
    if depth is None or "geometries" in value:
        return False
    return coordinates == [] or _are_positions(coordinates, depth, _SHAPES.get(kind))


def _is_box(value: Any) -> bool:
    return isinstance(value, list) and len(value) >= 4 and len(value) % 2 == 0 and all(map(_is_number, value))


def _are_positions(value: Any, depth: int, shape: Callable[[list[Any]], bool] | None) -> bool:
    """Return whether positions are nested so deep, and those of each innermost list make a line or a ring."""
    if not isinstance(value, list):
        return False
    if depth:
        nested = all(_are_positions(inner, depth - 1, shape) for inner in value)
        return nested and (depth > 1 or shape is None or shape(value))
    return len(value) >= 2 and all(map(_is_number, value))


def _is_ring(positions: list[Any]) -> bool:
    """Return whether a ring has four positions or more, and ends where it begins (RFC 7946, 3.1.6)."""
    return len(positions) >= 4 and positions[0] == positions[-1]


_SHAPES: dict[str, Callable[[list[Any]], bool]] = {
    **dict.fromkeys(("LineString", "MultiLineString"), lambda positions: len(positions) >= 2),
    **dict.fromkeys(("Polygon", "MultiPolygon"), _is_ring),
}
