"""A changed place between its outline and its row: the polygon in degrees, its core and its width in metres."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from pyproj import Transformer
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from .engine.outline import Region
from .projection import Points, to_storage

_ID_LENGTH = 16
_DEGREES_GRID = 1e-8


@dataclass(frozen=True)
class Draft:
    """One change before it is held against the registers.

    Attributes:
        id: a hash of the run and the polygon.
        polygon: EPSG:4326, as is `core` and `reach`.
        core: the polygon shrunk by the uncertainty of its boundary; the polygon itself if nothing would be left.
        reach: the polygon grown by the distance in which an address may be meant.
        width_m: diameter of the largest circle inside the polygon.
    """

    id: str
    region: Region
    polygon: Polygon
    core: BaseGeometry
    reach: BaseGeometry
    core_share: float
    width_m: float

    @property
    def core_m2(self) -> float:
        """Area of the core on the ellipsoid."""
        return self.region.area_m2 * self.core_share


def make_draft(region: Region, *, run_id: str, crs: str, uncertainty_m: float, reach_m: float) -> Draft:
    """Measure a region.

    Args:
        region: the outline, in the CRS of the grid.
        run_id: the run that found it.
        crs: short name or WKT of that CRS.
        uncertainty_m: how far the true wall may lie from the outline.
        reach_m: how far an address may lie from its building.
    """
    polygon = shapely.set_precision(to_storage(region.polygon, crs=crs), _DEGREES_GRID)
    plan = _moved(polygon, _plan_of(polygon))
    core = plan.buffer(-uncertainty_m)
    core = plan if core.is_empty else core
    back = _degrees_of(polygon)
    return Draft(
        id=hashlib.sha256(run_id.encode() + shapely.to_wkb(polygon, byte_order=1)).hexdigest()[:_ID_LENGTH],
        region=region,
        polygon=polygon,
        core=_moved(core, back),
        reach=_moved(plan.buffer(reach_m), back),
        core_share=core.area / plan.area,
        width_m=2 * shapely.maximum_inscribed_circle(plan, tolerance=0.05).length,
    )


def _plan_of(polygon: Polygon) -> Transformer:
    """Degrees to metres on a plane that touches the ellipsoid within a kilometre or so of the polygon."""
    return _local_plane(round(polygon.centroid.x, 2), round(polygon.centroid.y, 2))


def _degrees_of(polygon: Polygon) -> Transformer:
    return _local_plane(round(polygon.centroid.x, 2), round(polygon.centroid.y, 2), inverse=True)


@lru_cache(maxsize=256)
def _local_plane(lon: float, lat: float, *, inverse: bool = False) -> Transformer:
    plane = f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m"
    ends = (plane, "EPSG:4326") if inverse else ("EPSG:4326", plane)
    return Transformer.from_crs(*ends, always_xy=True)


def _moved(geometry: BaseGeometry, transformer: Transformer) -> BaseGeometry:
    def move(points: Points) -> Points:
        return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))

    return shapely.transform(geometry, move)
