"""Does a picture lie where its CRS is used, with pixels of a size that pictures have? The slips that people make."""

from dataclasses import dataclass

import numpy as np
import pyproj
from pyproj.exceptions import ProjError

from change_detection.engine.grid import Grid

from .errors import WrongPlace

FINEST_M, COARSEST_M = 0.02, 12.0
"""Drones at 2 cm, satellites at 10 m with some slack."""
_SLACK_DEG = 2.0
"""Around the land a CRS is made for: it still serves a little outside."""


@dataclass(frozen=True)
class _Land:
    """Where a CRS is used, in degrees."""

    crs: pyproj.CRS
    west: float
    south: float
    east: float
    north: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point in the CRS lies in its land."""
        if self.crs.is_geographic:
            lon, lat = x, y
        else:
            try:
                move = pyproj.Transformer.from_crs(self.crs, self.crs.geodetic_crs or "EPSG:4326", always_xy=True)
                lon, lat = move.transform(x, y, errcheck=True)
            except ProjError:
                return False
        wraps = self.west > self.east
        inside = self.west - _SLACK_DEG <= lon <= self.east + _SLACK_DEG
        return (inside or wraps) and self.south - _SLACK_DEG <= lat <= self.north + _SLACK_DEG and abs(lat) <= 90


def check_place(grid: Grid, *, name: str) -> None:
    """Refuse a grid that lies where it cannot lie.

    Raises:
        WrongPlace: x and y exchanged, degrees taken for metres or the reverse, outside its land, absurd pixels.
    """
    x, y = grid.transform @ (grid.cols / 2, grid.rows / 2)
    land = _land_of(grid)
    code = ":".join(grid.crs.to_authority() or ("its CRS",))
    if not np.isfinite([x, y]).all() or not land.holds(x, y):
        raise _wrong_place(land, x, y, code=code, name=name)
    gsd_m = grid.gsd_m
    if not FINEST_M <= gsd_m <= COARSEST_M:
        raise WrongPlace(
            name,
            f"its pixels measure {gsd_m:.4g} m on the ground; between {FINEST_M:g} and {COARSEST_M:g} m are taken."
            f" Check the world file: does it fit {code}, metres or degrees?",
            f"điểm ảnh rộng {gsd_m:.4g} m trên mặt đất; chỉ nhận từ {FINEST_M:g} đến {COARSEST_M:g} m."
            f" Hãy kiểm tra world file có khớp với {code} (mét hay độ) không.",
        )


def _wrong_place(land: _Land, x: float, y: float, *, code: str, name: str) -> WrongPlace:
    here = f"({x:,.5g}; {y:,.5g})"
    if land.holds(y, x):
        return WrongPlace(
            name,
            f"its middle {here} lies outside the land of {code}, but inside once x and y are exchanged. Export it with"
            " the easting (longitude) first.",
            f"tâm ảnh {here} nằm ngoài vùng của {code}, nhưng nằm trong nếu đổi chỗ x và y. Hãy xuất lại với hoành độ"
            " (kinh độ) đứng trước.",
        )
    if land.crs.is_geographic:
        return WrongPlace(
            name,
            f"its middle {here} is no place in degrees. Are the coordinates in metres, of VN-2000 (EPSG:9210)?",
            f"tâm ảnh {here} không phải tọa độ độ. Tọa độ có phải mét của VN-2000 (EPSG:9210) không?",
        )
    return WrongPlace(
        name,
        f"its middle {here} lies outside the land of {code}. Is that the CRS of the picture, and the world file right?",
        f"tâm ảnh {here} nằm ngoài vùng của {code}. Hệ tọa độ và world file có đúng không?",
    )


def _land_of(grid: Grid) -> _Land:
    authority = grid.crs.to_authority()
    crs = pyproj.CRS.from_authority(*authority) if authority else pyproj.CRS.from_wkt(grid.crs.to_wkt())
    area = crs.area_of_use
    if area is None:
        return _Land(crs, -180.0, -90.0, 180.0, 90.0)
    return _Land(crs, area.west, area.south, area.east, area.north)
