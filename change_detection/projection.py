"""Moves geometries from the grid of a scene to the storage CRS; VN-2000 by the pinned transformation of layers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import numpy.typing as npt
import shapely
from django.contrib.gis import geos
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from layers import api as layers

if TYPE_CHECKING:
    from rasterio.crs import CRS

STORAGE_CRS = "EPSG:4326"
G = TypeVar("G", bound=BaseGeometry)
Points = npt.NDArray[np.float64]


def crs_name(crs: "CRS") -> str:
    """The short name of a CRS ("EPSG:9210"), its WKT if it has none."""
    authority = crs.to_authority()
    return ":".join(authority) if authority else str(crs.to_wkt())


def to_storage(geometry: G, *, crs: str) -> G:
    """The geometry in EPSG:4326, longitude first; `crs` is a short name or WKT."""
    result: G = shapely.transform(geometry, to_storage_points(crs))
    return result


def to_storage_points(crs: str) -> Callable[[Points], Points]:
    """A function that moves (points, 2) of a CRS, given by its short name or WKT, to EPSG:4326, longitude first."""
    if crs in layers.SUPPORTED_CRS:
        move = layers.transformer(crs, STORAGE_CRS)
    else:
        move = Transformer.from_crs(crs, STORAGE_CRS, always_xy=True).transform
    return lambda points: np.column_stack(move(points[:, 0], points[:, 1]))


def from_storage(geometry: G, *, crs: str) -> G:
    """A geometry in EPSG:4326, longitude first, in `crs`, a short name or WKT."""
    if crs in layers.SUPPORTED_CRS:
        move = layers.transformer(STORAGE_CRS, crs)
    else:
        move = Transformer.from_crs(STORAGE_CRS, crs, always_xy=True).transform
    moved: G = shapely.transform(geometry, lambda points: np.column_stack(move(points[:, 0], points[:, 1])))
    return moved


def as_row_value(polygon: shapely.Polygon) -> geos.Polygon:
    """A polygon in EPSG:4326 as a model field takes it."""
    value = geos.GEOSGeometry(polygon.wkb_hex, srid=4326)
    assert isinstance(value, geos.Polygon)  # noqa: S101 - narrows the type
    return value
