"""Invalid polygons: a proposal to repair them that changes nothing of their land."""

import math
from collections.abc import Iterable
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

SAME_AREA = 1e-9
"""Relative difference of areas that is rounding and not land."""


def repair_without_loss(shape: BaseGeometry) -> BaseGeometry | None:
    """A valid polygon with the same land, None if there is none.

    A ring that touches itself can be cut into parts without loss. A bow tie, a hole outside its shell or parts that
    overlap cannot: the sender must say what he meant.

    Args:
        shape: an invalid geometry; only polygons are repaired.
    """
    if shape.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    repaired = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if repaired.is_empty or repaired.geom_type not in ("Polygon", "MultiPolygon"):
        return None
    linework = _polygons(shapely.make_valid(shape, method="linework"))
    meant = _signed_area(shape)
    same = all(math.isclose(area, meant, rel_tol=SAME_AREA) for area in (repaired.area, linework))
    return repaired if same else None


def _polygons(shape: BaseGeometry) -> float:
    return float(sum(part.area for part in shapely.get_parts(shape)))


def _signed_area(shape: BaseGeometry) -> float:
    """Shells minus holes by the shoelace formula, as the rings are drawn; crossing rings lose or count land twice."""
    return sum(
        abs(_ring(p.exterior.coords)) - sum(abs(_ring(hole.coords)) for hole in p.interiors)
        for p in shapely.get_parts(shape)
    )


def _ring(points: Iterable[tuple[float, ...]]) -> float:
    ring = list(points)
    x0, y0 = ring[0][:2]
    moved = [(p[0] - x0, p[1] - y0) for p in ring]
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(moved)) / 2
