"""Buildings from above: roofs shaded by their form, things that stand on them, and the shadows they throw."""

import zlib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely
from shapely import Polygon, affinity, box

from change_detection.engine.synthetic.canvas import Canvas
from change_detection.engine.synthetic.ground import Building, Colour, Light, Picture, RoofForm

_EAVE: Colour = (70, 68, 66)
_TANK: Colour = (214, 216, 218)
_MIN_GABLE_M2 = 25.0


def draw_shadows(canvas: Canvas, shadow: Picture, buildings: Sequence[Building], light: Light) -> None:
    """Darken where each building keeps the sun away: its footprint swept along the shadow."""
    for building in buildings:
        east, north = light.shadow_offset_m(building.height_m)
        for part in _swept(building.footprint, east, north):
            canvas.fill(shadow, part, 255)


def _swept(footprint: Polygon, east: float, north: float) -> list[Polygon]:
    """One parallelogram per wall, and the footprint at the far end."""
    corners = list(footprint.exterior.coords)
    walls = [
        Polygon([a[:2], b[:2], (b[0] + east, b[1] + north), (a[0] + east, a[1] + north)]) for a, b in pairwise(corners)
    ]
    return [*walls, affinity.translate(footprint, east, north)]


def draw_roofs(canvas: Canvas, picture: Picture, buildings: Sequence[Building], light: Light) -> None:
    """Paint roofs, lowest first, so that tall ones cover what stands behind them."""
    for building in sorted(buildings, key=lambda one: one.height_m):
        rng = np.random.default_rng(_own_seed(building))
        canvas.fill(picture, building.footprint, _toned(building.roof, rng.uniform(0.92, 1.06)))
        if building.form is RoofForm.GABLED and building.footprint.area >= _MIN_GABLE_M2:
            _shade_gable(canvas, picture, building, light)
        elif building.form is RoofForm.FLAT:
            _draw_flat_details(canvas, picture, building, rng)
        else:
            _draw_seams(canvas, picture, building)


def _own_seed(building: Building) -> int:
    """A number of the place itself, so that a building that stays looks the same at both dates."""
    centre = building.footprint.centroid
    return zlib.crc32(f"{centre.x:.1f} {centre.y:.1f}".encode())


def _shade_gable(canvas: Canvas, picture: Picture, building: Building, light: Light) -> None:
    """The half that looks away from the sun is darker; the ridge runs along the longer side."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(building.footprint))[:4]
    sides = np.linalg.norm(np.diff(np.vstack([corners, corners[:1]]), axis=0), axis=1)
    a, b, c, d = corners if sides[0] >= sides[1] else np.roll(corners, -1, axis=0)
    half = Polygon([a, b, (b + c) / 2, (a + d) / 2])
    outwards = (a - d) / max(float(np.linalg.norm(a - d)), 1e-9)
    azimuth = np.radians(light.sun_azimuth_deg)
    towards_sun = float(outwards @ np.array([np.sin(azimuth), np.cos(azimuth)]))
    for side, facing in ((half, towards_sun), (building.footprint.difference(half), -towards_sun)):
        part = building.footprint.intersection(side)
        for polygon in getattr(part, "geoms", [part]):
            if isinstance(polygon, Polygon) and not polygon.is_empty:
                canvas.fill(picture, polygon, _toned(building.roof, 1.0 + 0.22 * facing))


def _draw_flat_details(canvas: Canvas, picture: Picture, building: Building, rng: np.random.Generator) -> None:
    """A parapet, a stair head, steel water tanks: what a flat roof in the city carries."""
    inner = building.footprint.buffer(-0.5)
    if inner.is_empty or building.footprint.area < 20.0:
        return
    canvas.fill(picture, inner, _toned(building.roof, 0.88))
    west, south, east, north = inner.bounds
    for _ in range(int(rng.integers(0, 3))):
        x, y = rng.uniform(west, east), rng.uniform(south, north)
        thing = box(x - 1.2, y - 1.0, x + 1.2, y + 1.0)
        if inner.contains(thing):
            canvas.fill(picture, thing, _TANK if rng.random() < 0.5 else _toned(building.roof, 1.1))


def _draw_seams(canvas: Canvas, picture: Picture, building: Building) -> None:
    """Sheet metal: a darker rim on one side."""
    rim = building.footprint.difference(affinity.translate(building.footprint, 0.5, 0.5))
    for polygon in getattr(rim, "geoms", [rim]):
        if isinstance(polygon, Polygon) and not polygon.is_empty:
            canvas.fill(picture, polygon, _EAVE)


def _toned(colour: Colour, factor: float) -> Colour:
    red, green, blue = (int(np.clip(part * factor, 0, 255)) for part in colour)
    return red, green, blue
