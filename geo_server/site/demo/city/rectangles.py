"""The smallest rectangle around some ground: its middle and its two sides, which streets and lots are laid along."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

Vector = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Sides:
    """Middle of the rectangle, its longer and its shorter side as vectors; metres."""

    middle: Vector
    longer: Vector
    shorter: Vector


def sides_of(ground: BaseGeometry) -> Sides:
    """The sides of the smallest rectangle around some ground, turned as it lies."""
    rectangle: Any = shapely.minimum_rotated_rectangle(ground)
    a, b, c = np.asarray(rectangle.exterior.coords)[:3]
    first, second = b - a, c - b
    longer, shorter = (first, second) if length_of(first) >= length_of(second) else (second, first)
    return Sides((a + c) / 2, longer, shorter)


def length_of(vector: Vector) -> float:
    """Length of a vector in metres."""
    return float(np.hypot(*vector))


def polygons_of(shape: BaseGeometry) -> list[Polygon]:
    """The polygons among the parts of a shape."""
    return [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
