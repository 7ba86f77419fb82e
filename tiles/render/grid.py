"""A tile: its place in a tile matrix set and its bounds. The arithmetic of Mercator, which needs no library."""

import math
from dataclasses import dataclass, field

from .matrix_sets import WEB_MERCATOR_QUAD, WORLD_M, Box, Limits, TileMatrixSet

TILE_MATRIX_SET = WEB_MERCATOR_QUAD.id
MAX_ZOOM = WEB_MERCATOR_QUAD.max_zoom
MAX_LATITUDE = 85.0511287798066

__all__ = [
    "MAX_LATITUDE",
    "MAX_ZOOM",
    "TILE_MATRIX_SET",
    "WORLD_M",
    "Box",
    "Limits",
    "Tile",
    "limits",
    "lonlat",
    "mercator",
    "mercator_box",
]


@dataclass(frozen=True)
class Tile:
    """One tile; row 0 is the northernmost. `tms` is WebMercatorQuad unless said otherwise."""

    zoom: int
    row: int
    column: int
    tms: TileMatrixSet = field(default=WEB_MERCATOR_QUAD, repr=False)

    @property
    def exists(self) -> bool:
        """True if the matrix has such a row and column."""
        if not 0 <= self.zoom <= self.tms.max_zoom:
            return False
        return 0 <= self.row < self.tms.rows(self.zoom) and 0 <= self.column < self.tms.columns(self.zoom)

    @property
    def bounds(self) -> Box:
        """West, south, east, north in units of the CRS of its tile matrix set."""
        side = self.tms.side_at(self.zoom)
        west = self.tms.box[0] + self.column * side
        north = self.tms.box[3] - self.row * side
        return west, north - side, west + side, north

    @property
    def bounds_m(self) -> Box:
        """West, south, east, north in metres of EPSG:3857; for tiles of WebMercatorQuad."""
        return self.bounds

    @property
    def pixel_m(self) -> float:
        """Metres of the CRS that a pixel covers, when the tile is drawn 512 pixels wide, as vector tiles are."""
        return self.tms.pixel_m(self.zoom, pixels=512)

    @property
    def parent(self) -> "Tile":
        """The tile of the next smaller zoom that holds this one; a tile of zoom 0 is its own parent."""
        return Tile(self.zoom - 1, self.row // 2, self.column // 2, self.tms) if self.zoom else self

    @property
    def children(self) -> tuple["Tile", "Tile", "Tile", "Tile"]:
        """The four tiles of the next zoom: north-west, north-east, south-west, south-east."""
        row, column, zoom = self.row * 2, self.column * 2, self.zoom + 1
        return (
            Tile(zoom, row, column, self.tms),
            Tile(zoom, row, column + 1, self.tms),
            Tile(zoom, row + 1, column, self.tms),
            Tile(zoom, row + 1, column + 1, self.tms),
        )

    def grown(self, margin: float) -> Box:
        """The bounds grown by `margin` tile widths on each side."""
        west, south, east, north = self.bounds
        grow = margin * (east - west)
        return west - grow, south - grow, east + grow, north + grow

    def search_box(self, *, margin: float = 0.0) -> Box:
        """West, south, east, north in degrees, grown; exact, as Mercator keeps rectangles. For WebMercatorQuad."""
        west, south, east, north = self.grown(margin)
        return (*lonlat(west, south), *lonlat(east, north))

    def within(self, limits: Limits) -> bool:
        """True if the tile is of this zoom and within the rows and columns."""
        return (
            self.zoom == limits.zoom
            and limits.min_row <= self.row <= limits.max_row
            and limits.min_column <= self.column <= limits.max_column
        )


def lonlat(x_m: float, y_m: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in EPSG:3857."""
    radius = WORLD_M / (2 * math.pi)
    return math.degrees(x_m / radius), math.degrees(math.atan(math.sinh(y_m / radius)))


def mercator(longitude: float, latitude: float) -> tuple[float, float]:
    """The point in EPSG:3857, its latitude cut where the square of the world ends."""
    clipped = math.radians(min(max(latitude, -MAX_LATITUDE), MAX_LATITUDE))
    return longitude * WORLD_M / 360, math.asinh(math.tan(clipped)) * WORLD_M / (2 * math.pi)


def mercator_box(extent: Box) -> Box:
    """An extent in degrees as a box in EPSG:3857."""
    west, south, east, north = extent
    return (*mercator(west, south), *mercator(east, north))


def limits(extent: Box | None, zoom: int, *, margin: float = 0.0) -> Limits:
    """The tiles of WebMercatorQuad that touch an extent (degrees), grown by `margin` tile widths; all for None."""
    box = None if extent is None else mercator_box(extent)
    return WEB_MERCATOR_QUAD.limits(box, zoom, margin=margin)
