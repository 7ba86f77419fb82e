"""The land under a scene: soil and grass, water, roads, yards, woods and single trees."""

import cv2
import numpy as np

from change_detection.engine.synthetic.canvas import Canvas, soft_noise
from change_detection.engine.synthetic.ground import Colour, Ground, Layer, Picture

_GRASS = np.array((92, 104, 66), np.float32)
_DRY_GRASS = np.array((134, 126, 92), np.float32)
_SOIL: Colour = (172, 146, 112)
_WATER: Colour = (74, 84, 70)
_PAVED: Colour = (178, 174, 166)
_ASPHALT: Colour = (112, 112, 110)
_KERB: Colour = (156, 152, 144)
_MARK: Colour = (190, 188, 178)
_WOODS: Colour = (58, 76, 44)
_TREES_PER_HA_IN_WOODS = 130.0
_MARKED_ROAD_M = 10.0


def draw_land(canvas: Canvas, ground: Ground) -> Picture:
    """Land, water, roads and trees of one date; buildings and shadows come later."""
    rng = np.random.default_rng(ground.seed)
    picture = _open_land(canvas, rng)
    for colour, polygons in (
        (_SOIL, ground.bare),
        (_PAVED, ground.paved),
        (_WOODS, ground.woods),
        (_WATER, ground.water),
    ):
        for polygon in polygons:
            canvas.fill(picture, polygon, colour)
    _draw_roads(canvas, picture, ground)
    return picture


def _open_land(canvas: Canvas, rng: np.random.Generator) -> Picture:
    """Grass that is greener here and drier there."""
    px_per_m = canvas.px_per_m
    shape = canvas.grid.shape
    dryness = 0.6 * soft_noise(shape, 70 * px_per_m, rng) + 0.3 * soft_noise(shape, 9 * px_per_m, rng)
    share = np.clip(0.5 + 0.4 * dryness, 0.0, 1.0)[..., np.newaxis]
    return np.asarray(_GRASS + (_DRY_GRASS - _GRASS) * share, dtype=np.uint8)


def _draw_roads(canvas: Canvas, picture: Picture, ground: Ground) -> None:
    """Kerbs first, then the carriageways over them, so that crossings stay open; wide roads get a middle line."""
    for road in ground.roads:
        canvas.stroke(picture, road.line, road.width_m + 2.0, _KERB)
    for road in ground.roads:
        canvas.stroke(picture, road.line, road.width_m, _ASPHALT)
    for road in ground.roads:
        if road.width_m >= _MARKED_ROAD_M:
            canvas.stroke(picture, road.line, 0.3, _MARK)


def grained(picture: Picture, ground: Ground) -> Picture:
    """Small light and dark patches over everything, so that no surface is flat; the same at every date."""
    rng = np.random.default_rng(ground.seed + 2)
    shape = (picture.shape[0], picture.shape[1])
    grain: Layer = 1.0 + 0.05 * soft_noise(shape, 2.0, rng) + 0.04 * soft_noise(shape, 12.0, rng)
    return cv2.multiply(picture, cv2.merge([grain] * 3), dtype=cv2.CV_8U).astype(np.uint8)


def draw_trees(
    canvas: Canvas, picture: Picture, shadow: Picture, ground: Ground, shadow_offset_m: tuple[float, float]
) -> None:
    """Crowns in the woods and over open land, with their shadows in `shadow`; none in water or on roads."""
    rng = np.random.default_rng(ground.seed + 1)
    blocked = canvas.mask(ground.water)
    for road in ground.roads:
        canvas.stroke(blocked, road.line, road.width_m + 2.0, 255)
    everywhere = np.full(canvas.grid.shape, 255, np.uint8)
    woods = canvas.mask(ground.woods)
    for mask, per_ha in ((everywhere, ground.trees_per_ha), (woods, _TREES_PER_HA_IN_WOODS)):
        for x, y in _scattered(canvas, per_ha, rng):
            radius_m, tone = rng.uniform(1.2, 3.6), rng.uniform(0.7, 1.25)
            if _at(canvas, mask, x, y) and not _at(canvas, blocked, x, y):
                _draw_crown(canvas, picture, shadow, (x, y), radius_m, tone, shadow_offset_m)


def _draw_crown(
    canvas: Canvas,
    picture: Picture,
    shadow: Picture,
    at: tuple[float, float],
    radius_m: float,
    tone: float,
    shadow_offset_m: tuple[float, float],
) -> None:
    """A dark disc with its lighter side towards the sun."""
    x, y = at
    east, north = shadow_offset_m
    canvas.dot(shadow, x + east * radius_m, y + north * radius_m, radius_m, 200)
    canvas.dot(picture, x, y, radius_m, (int(52 * tone), int(70 * tone), int(40 * tone)))
    canvas.dot(
        picture,
        x - east * radius_m * 0.3,
        y - north * radius_m * 0.3,
        radius_m * 0.6,
        (int(78 * tone), int(100 * tone), int(56 * tone)),
    )


def _scattered(canvas: Canvas, per_ha: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """Random places over the grid; the count follows the area, so the same land carries the same trees."""
    west, south, east, north = canvas.grid.bounds
    count = int((east - west) * (north - south) / 10_000 * per_ha)
    places = rng.uniform((west, south), (east, north), size=(count, 2))
    return [(float(x), float(y)) for x, y in places]


def _at(canvas: Canvas, mask: Picture, x: float, y: float) -> bool:
    col, row = (int(value) for value in ~canvas.grid.transform @ (x, y))
    inside = 0 <= row < mask.shape[0] and 0 <= col < mask.shape[1]
    return inside and bool(mask[row, col])
