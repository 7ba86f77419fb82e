"""The arithmetic of WebMercatorQuad: bounds of a tile, tiles of an extent. Only this one tile matrix set is served."""

import math
from dataclasses import dataclass

TILE_MATRIX_SET = "WebMercatorQuad"
TILE_MATRIX_SET_URI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
MAX_ZOOM = 22
WORLD_M = 2 * math.pi * 6378137.0
MAX_LATITUDE = 85.0511287798066
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Tile:
    """One tile of WebMercatorQuad; row 0 is the northernmost."""

    zoom: int
    row: int
    column: int

    @property
    def exists(self) -> bool:
        """True if the matrix has such a row and column."""
        side = 1 << self.zoom if 0 <= self.zoom <= MAX_ZOOM else 0
        return 0 <= self.row < side and 0 <= self.column < side

    @property
    def bounds_m(self) -> Box:
        """West, south, east, north in metres of EPSG:3857."""
        size = WORLD_M / (1 << self.zoom)
        west = self.column * size - WORLD_M / 2
        north = WORLD_M / 2 - self.row * size
        return west, north - size, west + size, north

    @property
    def parent(self) -> "Tile":
        """The tile of the next smaller zoom that holds this one; tile 0/0/0 is its own parent."""
        return Tile(self.zoom - 1, self.row // 2, self.column // 2) if self.zoom else self

    @property
    def children(self) -> tuple["Tile", "Tile", "Tile", "Tile"]:
        """The four tiles of the next zoom: north-west, north-east, south-west, south-east."""
        row, column = self.row * 2, self.column * 2
        return (
            Tile(self.zoom + 1, row, column),
            Tile(self.zoom + 1, row, column + 1),
            Tile(self.zoom + 1, row + 1, column),
            Tile(self.zoom + 1, row + 1, column + 1),
        )

    def search_box(self, *, margin: float = 0.0) -> Box:
        """West, south, east, north in degrees, grown by `margin` tile widths; exact, as Mercator keeps rectangles."""
        west, south, east, north = self.bounds_m
        grow = margin * (east - west)
        return (*lonlat(west - grow, south - grow), *lonlat(east + grow, north + grow))


@dataclass(frozen=True)
class Limits:
    """The first and last row and column of one zoom that can hold data, both inclusive."""

    zoom: int
    min_row: int
    max_row: int
    min_column: int
    max_column: int

    def holds(self, tile: Tile) -> bool:
        """True if the tile is of this zoom and within the rows and columns."""
        return (
            tile.zoom == self.zoom
            and self.min_row <= tile.row <= self.max_row
            and self.min_column <= tile.column <= self.max_column
        )


def lonlat(x_m: float, y_m: float) -> tuple[float, float]:
    """Longitude and latitude in degrees of a point in EPSG:3857."""
    radius = WORLD_M / (2 * math.pi)
    return math.degrees(x_m / radius), math.degrees(math.atan(math.sinh(y_m / radius)))


def limits(extent: Box | None, zoom: int, *, margin: float = 0.0) -> Limits:
    """The tiles of one zoom that touch an extent (degrees), grown by `margin` tile widths; all tiles for None."""
    last = (1 << zoom) - 1
    if extent is None:
        return Limits(zoom, 0, last, 0, last)
    west, south, east, north = extent
    left, top = _fraction(west, north, zoom)
    right, bottom = _fraction(east, south, zoom)

    def index(value: float) -> int:
        return min(max(math.floor(value), 0), last)

    return Limits(zoom, index(top - margin), index(bottom + margin), index(left - margin), index(right + margin))


def _fraction(longitude: float, latitude: float, zoom: int) -> tuple[float, float]:
    """Column and row of a point as real numbers."""
    clipped = math.radians(min(max(latitude, -MAX_LATITUDE), MAX_LATITUDE))
    side = 1 << zoom
    return (longitude + 180) / 360 * side, (1 - math.asinh(math.tan(clipped)) / math.pi) / 2 * side
