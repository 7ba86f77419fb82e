"""What every pixel of an invented scene shows: the truth behind its picture."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from change_detection.engine.grid import Grid
from change_detection.engine.land_use.classes import LandUse
from change_detection.engine.pictures import ByteArray
from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.ground import Ground, Light
from change_detection.engine.synthetic.houses import draw_shadows
from change_detection.engine.synthetic.land import draw_trees

_MIDDLE = 127
_KERBS_M = 2.0


class Surface(IntEnum):
    """What the generator draws; several surfaces are one land use."""

    GRASS = 0
    SOIL = 1
    PAVED = 2
    WOODS = 3
    WATER = 4
    ASPHALT = 5
    CROWN = 6
    SHADOW = 7
    ROOF = 8


LAND_USE: dict[Surface, LandUse] = {
    Surface.GRASS: LandUse.VEGETATION,
    Surface.SOIL: LandUse.BARE_SOIL,
    Surface.PAVED: LandUse.ROAD,
    Surface.WOODS: LandUse.VEGETATION,
    Surface.WATER: LandUse.WATER,
    Surface.ASPHALT: LandUse.ROAD,
    Surface.CROWN: LandUse.VEGETATION,
    Surface.SHADOW: LandUse.UNKNOWN,
    Surface.ROOF: LandUse.BUILDING,
}


def surfaces_of(grid: Grid, ground: Ground, light: Light) -> ByteArray:
    """The `Surface` of every pixel of a scene drawn without displacement, in the order in which it is drawn."""
    canvas = Canvas(grid)
    shown = np.full(grid.shape, Surface.GRASS, np.uint8)
    for surface, polygons in (
        (Surface.SOIL, ground.bare),
        (Surface.PAVED, ground.paved),
        (Surface.WOODS, ground.woods),
        (Surface.WATER, ground.water),
    ):
        shown[canvas.mask(list(polygons)) > 0] = surface
    roads = np.zeros(grid.shape, np.uint8)
    for road in ground.roads:
        canvas.stroke(roads, road.line, road.width_m + _KERBS_M, 255)
    shown[roads > _MIDDLE] = Surface.ASPHALT
    crowns, shadow = np.zeros((*grid.shape, 3), np.uint8), np.zeros(grid.shape, np.uint8)
    draw_trees(canvas, crowns, shadow, ground, light.shadow_offset_m(1.0))
    shown[crowns.any(axis=-1)] = Surface.CROWN
    shadow[shown == Surface.CROWN] = 0  # a crown in the sun hides the shadow below it
    draw_shadows(canvas, shadow, ground.buildings, light)
    shown[shadow > _MIDDLE] = Surface.SHADOW
    shown[canvas.mask([building.footprint for building in ground.buildings]) > 0] = Surface.ROOF
    return shown


def land_use_of(surfaces: ByteArray) -> ByteArray:
    """The land use of every pixel from its surface."""
    table: NDArray[np.uint8] = np.array([LAND_USE[surface] for surface in Surface], np.uint8)
    return table[surfaces]
