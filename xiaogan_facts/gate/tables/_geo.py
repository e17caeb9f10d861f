"""Parse geographic values: points, GeoJSON (RFC 7946) and TopoJSON."""

from __future__ import annotations

import json
import re
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
        return json.loads(cell)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_geojson(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    kind = value.get("type")
    if kind == "FeatureCollection":
        features = value.get("features")
        return isinstance(features, list) and all(_is_geojson(f) and f["type"] == "Feature" for f in features)
    if kind == "Feature":
        inner = value.get("geometry", False)
        properties = value.get("properties", False)
        return (inner is None or _is_geometry(inner)) and (properties is None or isinstance(properties, dict))
    return _is_geometry(value)


def _is_geometry(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("type") == "GeometryCollection":
        inner = value.get("geometries")
        return isinstance(inner, list) and all(map(_is_geometry, inner))
    depth = _NESTING.get(str(value.get("type")))
    return depth is not None and _are_positions(value.get("coordinates"), depth)


def _are_positions(value: Any, depth: int) -> bool:
    if not isinstance(value, list):
        return False
    if depth:
        return all(_are_positions(inner, depth - 1) for inner in value)
    return len(value) >= 2 and all(map(_is_number, value))
