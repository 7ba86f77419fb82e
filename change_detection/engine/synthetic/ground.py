"""What stands on the ground of an invented scene, in metres of a projected CRS."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from shapely import LineString, Polygon

Colour = tuple[int, int, int]


class RoofForm(Enum):
    """How a roof catches the light."""

    FLAT = "flat"
    GABLED = "gabled"
    SHED = "shed"


@dataclass(frozen=True)
class Building:
    """A building by its footprint.

    Attributes:
        footprint: outer walls, CRS of the grid it is drawn on.
        roof: colour in full light, RGB 0-255; `ROOF_COLOURS` has likely ones.
        height_m: eaves above ground; the length of the shadow follows.
        form: how the roof is shaded.
    """

    footprint: Polygon
    roof: Colour
    height_m: float = 6.0
    form: RoofForm = RoofForm.FLAT


@dataclass(frozen=True)
class Road:
    """A carriageway by its middle line."""

    line: LineString
    width_m: float


@dataclass(frozen=True)
class Ground:
    """Everything of one date.

    Attributes:
        buildings, roads, water: what is drawn over open land.
        woods: carry trees.
        bare: soil, just cleared.
        paved: concrete yards and squares.
        seed: of the land itself (soil, grass, single trees): the same number draws the same land at both dates.
        trees_per_ha: single trees outside the woods.
    """

    buildings: Sequence[Building] = ()
    roads: Sequence[Road] = ()
    water: Sequence[Polygon] = ()
    woods: Sequence[Polygon] = ()
    bare: Sequence[Polygon] = ()
    paved: Sequence[Polygon] = ()
    seed: int = 0
    trees_per_ha: float = 12.0


ROOF_COLOURS: dict[str, tuple[Colour, ...]] = {
    "tile": ((152, 84, 62), (168, 98, 70), (130, 72, 58), (120, 88, 74)),
    "metal": ((92, 112, 142), (136, 150, 160), (104, 128, 112), (150, 96, 84), (176, 182, 186), (72, 96, 128)),
    "concrete": ((168, 164, 156), (142, 138, 132), (186, 182, 172), (120, 118, 114)),
    "shingle": ((96, 90, 84), (112, 104, 96), (82, 80, 80), (130, 120, 108)),
}
"""Roof colours by material, in full light."""


@dataclass(frozen=True)
class Light:
    """Sun and air of one acquisition.

    Attributes:
        sun_azimuth_deg: where the sun stands, clockwise from north.
        sun_elevation_deg: above the horizon.
        gain: factor per channel.
        haze: 0 clear to 1 white.
    """

    sun_azimuth_deg: float = 135.0
    sun_elevation_deg: float = 52.0
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    haze: float = 0.04

    def shadow_offset_m(self, height_m: float) -> tuple[float, float]:
        """East and north of the shadow's tip from the foot of something `height_m` tall."""
        length = height_m / np.tan(np.radians(self.sun_elevation_deg))
        away = np.radians(self.sun_azimuth_deg + 180.0)
        return float(length * np.sin(away)), float(length * np.cos(away))


@dataclass(frozen=True)
class Acquisition:
    """How a scene was taken: light, sensor, and how far the picture lies off.

    Attributes:
        shift_m: east, north displacement of the whole picture, the misregistration to be measured.
        blur_px: standard deviation of the sensor's point spread.
        noise: standard deviation of the sensor's noise, in grey levels.
        vehicles_per_km: on the roads; they differ at every acquisition.
    """

    light: Light = field(default_factory=Light)
    shift_m: tuple[float, float] = (0.0, 0.0)
    blur_px: float = 0.6
    noise: float = 2.0
    vehicles_per_km: float = 14.0


Picture = NDArray[np.uint8]
Layer = NDArray[np.float32]
