"""GeoJSON geometries as people send them: every fault is told with its place, nothing is mended silently.

Shapely closes open rings and takes what it can; whoever edits a parcel wants to hear that a ring is open.
A third coordinate (height) is dropped, because features are stored flat.
"""

import math
from collections.abc import Iterator
from typing import Any, NamedTuple

from shapely.geometry import shape as shape_from_mapping
from shapely.geometry.base import BaseGeometry

DEPTHS = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
"""Type to how many lists lie around its positions."""
FEWEST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
"""Type to how many positions a line or ring of it has at least."""
FAULTS_AT_MOST = 50


class ShapeFault(NamedTuple):
    """What is wrong, and where below the geometry, as a JSON pointer ("/coordinates/0/3")."""

    where: str
    en: str
    vi: str


def read_geometry(document: Any) -> tuple[BaseGeometry | None, list[ShapeFault]]:
    """The geometry, flat and with its coordinates in the order in which they were sent, or what is wrong with it.

    Args:
        document: a GeoJSON geometry, None for no place.

    Returns:
        The geometry and no faults; or None and the faults, at most FAULTS_AT_MOST. `null` is None and no faults.
    """
    if document is None:
        return None, []
    faults = [fault for fault, _ in zip(_faults(document, ""), range(FAULTS_AT_MOST), strict=False)]
    if faults:
        return None, faults
    return shape_from_mapping(_flat(document)), []


def _flat(document: dict[str, Any]) -> dict[str, Any]:
    """The geometry without heights; of a mixture of positions with and without, shapely would make nothing."""
    if document["type"] == "GeometryCollection":
        return document | {"geometries": [_flat(member) for member in document["geometries"]]}
    return document | {"coordinates": _flat_part(document["coordinates"], DEPTHS[document["type"]])}


def _flat_part(part: list[Any], depth: int) -> list[Any]:
    return part[:2] if depth == 0 else [_flat_part(inner, depth - 1) for inner in part]


def _faults(document: Any, where: str) -> Iterator[ShapeFault]:
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "GeometryCollection" and not where:
        members = document.get("geometries")
        if not isinstance(members, list):
            yield ShapeFault(f"{where}/geometries", "must be a list.", "phải là một danh sách.")
            return
        for number, member in enumerate(members):
            yield from _faults(member, f"{where}/geometries/{number}")
    elif isinstance(kind, str) and kind in DEPTHS:
        yield from _coordinate_faults(document.get("coordinates"), f"{where}/coordinates", kind)
    else:
        known = ", ".join(DEPTHS if where else [*DEPTHS, "GeometryCollection"])
        yield ShapeFault(f"{where}/type", f"must be one of {known}.", f"phải là một trong {known}.")


def _coordinate_faults(coordinates: Any, where: str, kind: str) -> Iterator[ShapeFault]:
    """Faults of positions, of lines that are too short, of rings that are open."""
    if kind == "Point" and coordinates == []:
        return  # an empty point: no place
    yield from _nested_faults(coordinates, where, kind, DEPTHS[kind])


def _nested_faults(part: Any, where: str, kind: str, depth: int) -> Iterator[ShapeFault]:
    if not isinstance(part, list):
        yield ShapeFault(where, "must be a list.", "phải là một danh sách.")
        return
    if depth == 0:
        yield from _position_faults(part, where)
        return
    found = False
    for number, inner in enumerate(part):
        for fault in _nested_faults(inner, f"{where}/{number}", kind, depth - 1):
            found = True
            yield fault
    if depth == 1 and not found and part:
        yield from _line_faults(part, where, kind)


def _line_faults(line: list[Any], where: str, kind: str) -> Iterator[ShapeFault]:
    fewest = FEWEST.get(kind, 0)
    if len(line) < fewest:
        yield ShapeFault(
            where, f"has {len(line)} positions, needs {fewest}.", f"có {len(line)} đỉnh, cần ít nhất {fewest}."
        )
    elif fewest == FEWEST["Polygon"] and line[0][:2] != line[-1][:2]:
        yield ShapeFault(
            where,
            "is a ring that is not closed: repeat its first position at the end.",
            "là vòng chưa khép kín: hãy lặp lại đỉnh đầu ở cuối.",
        )


def _position_faults(position: list[Any], where: str) -> Iterator[ShapeFault]:
    if not 2 <= len(position) <= 4 or not all(_is_finite(number) for number in position):
        yield ShapeFault(where, "must be a position of two or three numbers.", "phải là một vị trí gồm hai hoặc ba số.")


def _is_finite(number: Any) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and math.isfinite(_as_float(number))


def _as_float(number: int | float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf
