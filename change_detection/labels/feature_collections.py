"""Labels as GeoJSON: written for other tools, read from what an inspector drew or brings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
from shapely import Polygon
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from change_detection.quality.errors import UnreadableLabels
from geo_server.core.errors import Fault

from .shapes import LabelledShape, Truth

MOST_FEATURES = 5000
MOST_CORNERS = 10_000
MOST_NOTE = 500
_DIGITS = 7


@dataclass(frozen=True)
class Pair:
    """The two scenes between which something is true: ids and moments."""

    before: str
    after: str
    before_at: datetime
    after_at: datetime


@dataclass(frozen=True)
class DrawnShape:
    """One polygon as it was brought, EPSG:4326, valid."""

    polygon: Polygon
    kind: Truth
    note: str


def write_features(pairs: Sequence[tuple[Pair, Sequence[LabelledShape]]]) -> dict[str, Any]:
    """One feature per shape, with scenes, dates and what was concluded; `truth` is null where it is not known."""
    features = [_feature(pair, one) for pair, shapes in pairs for one in shapes]
    return {"type": "FeatureCollection", "features": features}


def read_features(text: str, *, kind: str, within: BaseGeometry) -> list[DrawnShape]:
    """The polygons of a GeoJSON text: a geometry, a feature or a collection; a MultiPolygon becomes several.

    Args:
        text: what was drawn or brought.
        kind: of the shapes that do not say theirs in the property "kind".
        within: the ground that both scenes show, EPSG:4326.

    Raises:
        UnreadableLabels: with every fault.
    """
    features = _features_of(text)
    faults: list[Fault] = []
    found: list[DrawnShape] = []
    for number, feature in enumerate(features, start=1):
        read = _read_feature(feature, kind, within)
        if isinstance(read, Fault):
            faults.append(Fault(f"{number}. {read.where}".strip(), read.en, read.vi))
        else:
            found += read
    if not features:
        faults.append(Fault("", "There is no shape in it.", "Không có hình nào."))
    if faults:
        raise UnreadableLabels(tuple(faults))
    return found


def _feature(pair: Pair, one: LabelledShape) -> dict[str, Any]:
    properties = {
        "label": one.id,
        "truth": None if one.truth is None else str(one.truth),
        "kind": None if one.truth is None else str(one.truth),
        "source": str(one.source),
        "outcome": one.outcome or None,
        "change_class": one.change_class or None,
        "reason": one.reason or None,
        "note": one.note or None,
        "by": one.by_name or None,
        "at": one.at.isoformat() if one.at else None,
        "before_scene": pair.before,
        "after_scene": pair.after,
        "before_at": pair.before_at.isoformat(),
        "after_at": pair.after_at.isoformat(),
    }
    rounded = shapely.set_precision(one.polygon, 10**-_DIGITS, mode="pointwise")
    return {"type": "Feature", "id": one.id, "geometry": mapping(rounded), "properties": properties}


def _features_of(text: str) -> list[Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableLabels((Fault("", f"It is no JSON: {error}", f"Không phải JSON: {error}"),)) from error
    if isinstance(told, dict) and told.get("type") == "FeatureCollection":
        features = told.get("features")
        if not isinstance(features, list) or len(features) > MOST_FEATURES:
            en, vi = f"Bring at most {MOST_FEATURES} features.", f"Chỉ nhận tối đa {MOST_FEATURES} hình."
            raise UnreadableLabels((Fault("features", en, vi),))
        return features
    return [told]


def _read_feature(feature: Any, kind: str, within: BaseGeometry) -> list[DrawnShape] | Fault:
    if not isinstance(feature, dict):
        return Fault("", "It is no feature.", "Không phải đối tượng GeoJSON.")
    is_feature = feature.get("type") == "Feature"
    properties = (feature.get("properties") if is_feature else None) or {}
    given = properties.get("kind") or kind if isinstance(properties, dict) else kind
    if given not in {str(truth) for truth in Truth}:
        kinds = ", ".join(Truth)
        return Fault("kind", f"'{given}' is none of: {kinds}.", f"'{given}' không thuộc: {kinds}.")
    note = str(properties.get("note") or "")[:MOST_NOTE] if isinstance(properties, dict) else ""
    polygons = _polygons(feature.get("geometry") if is_feature else feature)
    if isinstance(polygons, Fault):
        return polygons
    if not all(within.intersects(polygon) for polygon in polygons):
        return Fault("geometry", "It lies outside of the scenes.", "Nằm ngoài phạm vi hai ảnh.")
    return [DrawnShape(polygon, Truth(given), note) for polygon in polygons]


def _polygons(geometry: Any) -> list[Polygon] | Fault:
    """The valid polygons of a GeoJSON geometry in degrees."""
    try:
        read = shape(geometry)
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return Fault("geometry", "Its coordinates cannot be read.", "Không đọc được tọa độ.")
    parts = [part for part in shapely.get_parts(shapely.force_2d(read)) if isinstance(part, Polygon)]
    if not parts or len(parts) != shapely.get_num_geometries(read):
        return Fault(
            "geometry", f"A polygon is needed, not {read.geom_type}.", f"Cần polygon, không phải {read.geom_type}."
        )
    if not all(_is_in_degrees(part) for part in parts):
        return Fault("geometry", "Give degrees, longitude first.", "Hãy dùng độ, kinh độ trước.")
    if sum(len(part.exterior.coords) for part in parts) > MOST_CORNERS:
        return Fault("geometry", f"At most {MOST_CORNERS} corners.", f"Tối đa {MOST_CORNERS} đỉnh.")
    if not all(part.is_valid and part.area > 0 for part in parts):
        return Fault("geometry", "Its border crosses itself.", "Đường biên tự cắt nhau.")
    return parts


def _is_in_degrees(polygon: Polygon) -> bool:
    if polygon.is_empty:
        return False
    west, south, east, north = polygon.bounds
    return bool(-180 <= west <= east <= 180 and -90 <= south <= north <= 90)
