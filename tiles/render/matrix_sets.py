"""The tile matrix sets that are served: how each cuts its part of the world into tiles. Pure arithmetic.

WebMercatorQuad and WorldCRS84Quad are those of the OGC register. VN2000-9210 is ours: the grid of the planners' own
system (EPSG:9210), whose pixels are round numbers of metres; its definition is served at its own address.
"""

import math
from dataclasses import dataclass

WORLD_M = 2 * math.pi * 6378137.0
DEGREE_M = WORLD_M / 360
REGISTER = "http://www.opengis.net/def/tilematrixset/OGC/1.0"
PIXELS = 256
STANDARD_PIXEL_M = 0.00028  # of the OGC's scale denominators
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Limits:
    """The first and last row and column of one zoom that can hold data, both inclusive."""

    zoom: int
    min_row: int
    max_row: int
    min_column: int
    max_column: int


@dataclass(frozen=True)
class TileMatrixSet:
    """A pyramid of tiles over a box; every zoom halves the tiles of the one before, row 0 is the northernmost.

    Attributes:
        uri: in the OGC register, None for a set of our own.
        crs: short name of its reference system; coordinates are x, y, whatever the axis order of the CRS.
        box: west, south, east, north in units of the CRS; the north-west corner is the origin of every matrix.
        side: width and height of a tile of zoom 0, in units of the CRS.
        unit_m: metres in a unit.
        max_zoom: the deepest zoom.
    """

    id: str
    title_vi: str
    title_en: str
    uri: str | None
    crs: str
    box: Box
    side: float
    unit_m: float
    max_zoom: int

    def side_at(self, zoom: int) -> float:
        """Width and height of a tile, in units of the CRS."""
        return self.side / (1 << zoom)

    def pixel_m(self, zoom: int, *, pixels: int = PIXELS) -> float:
        """Metres of the CRS that a pixel of a tile covers (at the equator, for degrees)."""
        return self.side_at(zoom) * self.unit_m / pixels

    def scale_denominator(self, zoom: int) -> float:
        """As the OGC counts it, with pixels of 0.28 mm."""
        return self.pixel_m(zoom) / STANDARD_PIXEL_M

    def columns(self, zoom: int) -> int:
        """How many columns the matrix of a zoom has."""
        return math.ceil((self.box[2] - self.box[0]) / self.side_at(zoom) - 1e-9)

    def rows(self, zoom: int) -> int:
        """How many rows the matrix of a zoom has."""
        return math.ceil((self.box[3] - self.box[1]) / self.side_at(zoom) - 1e-9)

    def zoom_of(self, pixel_m: float, *, pixels: int = PIXELS) -> int:
        """The first zoom whose pixels are at most so large."""
        fine = (zoom for zoom in range(self.max_zoom) if self.pixel_m(zoom, pixels=pixels) <= pixel_m * 1.0001)
        return next(fine, self.max_zoom)

    def limits(self, box: Box | None, zoom: int, *, margin: float = 0.0) -> Limits:
        """The tiles of a zoom that touch a box (units of the CRS) grown by `margin` tile widths; all for None."""
        last_column, last_row = self.columns(zoom) - 1, self.rows(zoom) - 1
        if box is None:
            return Limits(zoom, 0, last_row, 0, last_column)
        west, north, side = self.box[0], self.box[3], self.side_at(zoom)

        def index(value: float, last: int) -> int:
            return min(max(math.floor(value), 0), last)

        return Limits(
            zoom,
            index((north - box[3]) / side - margin, last_row),
            index((north - box[1]) / side + margin, last_row),
            index((box[0] - west) / side - margin, last_column),
            index((box[2] - west) / side + margin, last_column),
        )


WEB_MERCATOR_QUAD = TileMatrixSet(
    id="WebMercatorQuad",
    title_vi="Web Mercator (bản đồ web)",
    title_en="Web Mercator (web maps)",
    uri=f"{REGISTER}/WebMercatorQuad",
    crs="EPSG:3857",
    box=(-WORLD_M / 2, -WORLD_M / 2, WORLD_M / 2, WORLD_M / 2),
    side=WORLD_M,
    unit_m=1.0,
    max_zoom=22,
)
WORLD_CRS84_QUAD = TileMatrixSet(
    id="WorldCRS84Quad",
    title_vi="Kinh độ và vĩ độ WGS 84",
    title_en="WGS 84 longitude and latitude",
    uri=f"{REGISTER}/WorldCRS84Quad",
    crs="OGC:CRS84",
    box=(-180.0, -90.0, 180.0, 90.0),
    side=180.0,
    unit_m=DEGREE_M,
    max_zoom=21,
)
# A TM-3 zone of VN-2000 in metres: 262,144 m each side of its meridian, 7.7° to 24° N; pixels of 2,048 m at zoom 0.
ZONE_BOX = (237_856.0, 850_000.0, 762_144.0, 2_650_000.0)
ZONE_SIDE = 2_048.0 * PIXELS
ZONE_MAX_ZOOM = 15


def zone_set(crs: str) -> TileMatrixSet:
    """The tile matrix set of a 3° zone of VN-2000: EPSG:9210 -> VN2000-9210."""
    code = crs.removeprefix("EPSG:")
    return TileMatrixSet(
        id=f"VN2000-{code}",
        title_vi=f"VN-2000, múi chiếu 3° (EPSG:{code})",
        title_en=f"VN-2000, 3° zone (EPSG:{code})",
        uri=None,
        crs=crs,
        box=ZONE_BOX,
        side=ZONE_SIDE,
        unit_m=1.0,
        max_zoom=ZONE_MAX_ZOOM,
    )


VN2000 = zone_set("EPSG:9210")
SERVED = {tms.id: tms for tms in (WEB_MERCATOR_QUAD, WORLD_CRS84_QUAD, VN2000)}
