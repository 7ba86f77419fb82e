"""A changed place between its outline and its row: the polygon in degrees, its core and its width in metres."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache, partial

import shapely
from pyproj import Transformer
from pyproj.enums import TransformDirection
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from .engine.outline import Region
from .projection import moved, to_storage

_ID_LENGTH = 16


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
    polygon = _valid(to_storage(region.polygon, crs=crs))
    plane = _local_plane(round(polygon.centroid.x, 2), round(polygon.centroid.y, 2))
    plan = moved(polygon, plane.transform)
    core: BaseGeometry = plan.buffer(-uncertainty_m)
    core = plan if core.is_empty else core
    back = partial(plane.transform, direction=TransformDirection.INVERSE)
    return Draft(
        id=hashlib.sha256(run_id.encode() + shapely.to_wkb(polygon, byte_order=1)).hexdigest()[:_ID_LENGTH],
        region=region,
        polygon=polygon,
        core=moved(core, back),
        reach=moved(plan.buffer(reach_m), back),
        core_share=core.area / plan.area,
        width_m=2 * shapely.maximum_inscribed_circle(plan, tolerance=0.05).length,
    )


def _valid(polygon: Polygon) -> Polygon:
    """The polygon, or the largest part of it where straightened walls cross each other."""
    if polygon.is_valid:
        return polygon
    parts = shapely.get_parts(shapely.make_valid(polygon))
    return max((part for part in parts if isinstance(part, Polygon)), key=lambda part: part.area)


@lru_cache(maxsize=256)
def _local_plane(lon: float, lat: float) -> Transformer:
    """Degrees to metres on a plane that touches the ellipsoid within a kilometre or so of the polygon."""
    plane = f"+proj=aeqd +lon_0={lon} +lat_0={lat} +datum=WGS84 +units=m"
    return Transformer.from_crs("EPSG:4326", plane, always_xy=True)
