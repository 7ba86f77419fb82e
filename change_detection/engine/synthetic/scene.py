"""One picture of the ground at one date: land, trees, shadows, roofs, vehicles, then light and sensor."""

import cv2
import numpy as np

from change_detection.engine.grid import Grid
from change_detection.engine.synthetic.canvas import Canvas, soft_noise
from change_detection.engine.synthetic.ground import Acquisition, Ground, Layer, Picture, Road
from change_detection.engine.synthetic.houses import draw_roofs, draw_shadows
from change_detection.engine.synthetic.land import draw_land, draw_trees, grained

_SHADE = np.array((0.50, 0.54, 0.62), np.float32)  # what skylight leaves of each channel
_HAZE_GREY = 205.0
_CAR_COLOURS = ((225, 225, 222), (40, 42, 46), (150, 40, 38), (120, 124, 130), (60, 84, 130))


def draw_scene(grid: Grid, ground: Ground, *, seed: int, acquisition: Acquisition | None = None) -> Picture:
    """The ground as a sensor saw it.

    Args:
        grid: pixels to draw; its CRS must be projected, in metres.
        ground: what stands there; the same `ground.seed` draws the same land at another date.
        seed: of this acquisition alone: vehicles, noise, unevenness of the light.
        acquisition: light, sensor and displacement; a clear day by default.

    Returns:
        RGB, (rows, cols, 3). Equal arguments give equal pictures.
    """
    acquisition = acquisition or Acquisition()
    rng = np.random.default_rng(seed)
    canvas = Canvas(grid)
    light = acquisition.light
    shadow = np.zeros(grid.shape, np.uint8)
    picture = draw_land(canvas, ground)
    draw_trees(canvas, picture, shadow, ground, light.shadow_offset_m(1.0))
    _draw_vehicles(canvas, picture, ground, acquisition.vehicles_per_km, rng)
    draw_shadows(canvas, shadow, ground.buildings, light)
    picture = _shaded(picture, shadow)
    draw_roofs(canvas, picture, ground.buildings, light)
    picture = grained(picture, ground)
    return _taken(_displaced(picture, grid, acquisition.shift_m), acquisition, rng)


def _draw_vehicles(canvas: Canvas, picture: Picture, ground: Ground, per_km: float, rng: np.random.Generator) -> None:
    """Cars along the roads, two lanes."""
    for road in ground.roads:
        for _ in range(int(rng.poisson(road.line.length / 1000 * per_km))):
            _draw_car(canvas, picture, road, rng)


def _draw_car(canvas: Canvas, picture: Picture, road: Road, rng: np.random.Generator) -> None:
    along = rng.uniform(0.0, road.line.length)
    side = road.width_m / 4 * rng.choice((-1.0, 1.0))
    lane = road.line.interpolate(along), road.line.interpolate(min(along + 4.2, road.line.length))
    (x1, y1), (x2, y2) = ((point.x, point.y) for point in lane)
    length = max(float(np.hypot(x2 - x1, y2 - y1)), 1e-6)
    across = np.array([-(y2 - y1), x2 - x1]) / length * side
    corners = [
        np.array(end) + across * (1 + sign * 0.9 / max(abs(side), 0.9))
        for end in ((x1, y1), (x2, y2))
        for sign in (-1, 1)
    ]
    outline = canvas.ring(np.array([corners[0], corners[1], corners[3], corners[2]]))
    colour = _CAR_COLOURS[int(rng.integers(len(_CAR_COLOURS)))]
    cv2.fillPoly(picture, [outline], colour, lineType=cv2.LINE_AA, shift=4)


def _shaded(picture: Picture, shadow: Picture) -> Picture:
    """Take the sun away where `shadow` says so, with soft edges."""
    depth = cv2.GaussianBlur(shadow, (0, 0), 0.7).astype(np.float32) / 255.0
    planes = [
        cv2.multiply(plane, 1.0 - depth * (1.0 - keep), dtype=cv2.CV_8U)
        for plane, keep in zip(cv2.split(picture), _SHADE, strict=True)
    ]
    return cv2.merge(planes).astype(np.uint8)


def _displaced(picture: Picture, grid: Grid, shift_m: tuple[float, float]) -> Picture:
    """The whole picture moved east and north, as a badly registered scene is."""
    if shift_m == (0.0, 0.0):
        return picture
    origin = np.array(~grid.transform @ (0.0, 0.0))
    cols, rows = np.array(~grid.transform @ shift_m) - origin
    move = np.array([[1.0, 0.0, cols], [0.0, 1.0, rows]])
    size = (picture.shape[1], picture.shape[0])
    return cv2.warpAffine(picture, move, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT).astype(np.uint8)


def _taken(picture: Picture, acquisition: Acquisition, rng: np.random.Generator) -> Picture:
    """Light, haze, point spread and noise of the sensor."""
    light = acquisition.light
    shape = (picture.shape[0], picture.shape[1])
    uneven: Layer = 1.0 + 0.03 * soft_noise(shape, 400.0, rng)
    blurred = cv2.GaussianBlur(picture, (0, 0), acquisition.blur_px) if acquisition.blur_px > 0 else picture
    noise = rng.standard_normal(shape, np.float32) * acquisition.noise
    planes = []
    for plane, gain in zip(cv2.split(blurred), light.gain, strict=True):
        lit = plane * uneven * np.float32(gain * (1.0 - light.haze)) + np.float32(_HAZE_GREY * light.haze) + noise
        planes.append(np.clip(lit, 0, 255).astype(np.uint8))
    return cv2.merge(planes).astype(np.uint8)
