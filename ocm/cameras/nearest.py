"""Which cameras stand near a place; the distance is measured on the ellipsoid, walls are not asked yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyproj import Geod

_WGS84 = Geod(ellps="WGS84")


@dataclass(frozen=True)
class NearCamera:
    """A camera and how far it stands from the place, in metres; `bearing` from the camera to the place, 0 to 360."""

    code: str
    name: str
    owner: str
    status: str
    distance_m: float
    bearing: float


def box_around(point: tuple[float, float], *, range_m: float) -> tuple[float, float, float, float]:
    """West, south, east, north of a box that holds every point within the range of (lon, lat)."""
    x, y = point
    east, _, _ = _WGS84.fwd(x, y, 90, range_m)
    _, north, _ = _WGS84.fwd(x, y, 0, range_m)
    return 2 * x - east, 2 * y - north, east, north


def nearest(
    features: Iterable[dict[str, Any]], *, point: tuple[float, float], range_m: float, limit: int
) -> list[NearCamera]:
    """The cameras (GeoJSON point features) within the range of (lon, lat), nearest first."""
    near = [camera for feature in features if (camera := _seen_from(feature, point)).distance_m <= range_m]
    return sorted(near, key=lambda camera: (camera.distance_m, camera.code))[:limit]


def _seen_from(feature: dict[str, Any], point: tuple[float, float]) -> NearCamera:
    x, y = feature["geometry"]["coordinates"][:2]
    azimuth, _, distance_m = _WGS84.inv(x, y, *point)
    properties = feature["properties"]
    return NearCamera(
        code=properties["code"],
        name=properties.get("name") or "",
        owner=properties.get("owner") or "",
        status=properties.get("status") or "unknown",
        distance_m=distance_m,
        bearing=azimuth % 360,
    )
