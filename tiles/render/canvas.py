"""A picture drawn in Mercator and moved to where it was asked for: sizes, zoom, where each pixel comes from. Pure."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .grid import Box
from .matrix_sets import WORLD_M

WORLD_PX = 512  # of MapLibre at zoom 0
MESH_PX = 16  # the exact transformation is made for one point in so many pixels, between them it is interpolated
SPARE_PX = 2
MOST_SIDE_PX = 5_000  # far from the meridian of its CRS a small picture may be bent over half the world
Numbers = npt.NDArray[np.float64]
Move = Callable[[Any, Any], tuple[Numbers, Numbers]]


@dataclass(frozen=True)
class Frame:
    """The picture that was asked for: a box (west, south, east, north, x first) of a CRS on so many pixels."""

    box: Box
    width: int
    height: int

    @property
    def pixel(self) -> tuple[float, float]:
        """Width and height of a pixel in units of the CRS."""
        return (self.box[2] - self.box[0]) / self.width, (self.box[3] - self.box[1]) / self.height


@dataclass(frozen=True)
class Canvas:
    """What is drawn in EPSG:3857: a centre in metres, a size in pixels, metres per pixel."""

    x: float
    y: float
    width: int
    height: int
    pixel_m: float

    @property
    def zoom(self) -> float:
        """As MapLibre counts it."""
        return math.log2(WORLD_M / WORLD_PX / self.pixel_m)

    @property
    def box(self) -> Box:
        """West, south, east, north in metres."""
        half_x, half_y = self.width * self.pixel_m / 2, self.height * self.pixel_m / 2
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y


def canvas_for(frame: Frame, box_m: Box, to_mercator: Move) -> Canvas:
    """The canvas that covers a frame at its own scale; coarser where that would be beyond all measure.

    Args:
        frame: the picture in its CRS.
        box_m: the box around it in EPSG:3857.
        to_mercator: from its CRS to EPSG:3857.
    """
    step_x, step_y = frame.pixel
    x, y = (frame.box[0] + frame.box[2]) / 2, (frame.box[1] + frame.box[3]) / 2
    east, north = to_mercator([x - step_x / 2, x + step_x / 2, x, x], [y, y, y - step_y / 2, y + step_y / 2])
    across = math.hypot(east[1] - east[0], north[1] - north[0])
    down = math.hypot(east[3] - east[2], north[3] - north[2])
    pixel_m = min(across, down, WORLD_M / WORLD_PX)
    pixel_m = max(pixel_m, (box_m[2] - box_m[0]) / MOST_SIDE_PX, (box_m[3] - box_m[1]) / MOST_SIDE_PX)
    width = math.ceil((box_m[2] - box_m[0]) / pixel_m) + 2 * SPARE_PX
    height = math.ceil((box_m[3] - box_m[1]) / pixel_m) + 2 * SPARE_PX
    return Canvas((box_m[0] + box_m[2]) / 2, (box_m[1] + box_m[3]) / 2, width, height, pixel_m)


def fits(frame: Frame, canvas: Canvas) -> bool:
    """True if the canvas, less what it has to spare, is the picture: Mercator was asked for, with square pixels."""
    step_x, step_y = frame.pixel
    same = math.isclose(step_x, step_y, rel_tol=1e-6) and math.isclose(step_x, canvas.pixel_m, rel_tol=1e-6)
    return same and (canvas.width, canvas.height) == (frame.width + 2 * SPARE_PX, frame.height + 2 * SPARE_PX)


def positions(frame: Frame, canvas: Canvas, to_mercator: Move) -> tuple[Numbers, Numbers]:
    """Column and row on the canvas (pixel centres at halves) of every pixel of the frame: two of (height, width)."""
    weights_x, at_x = _mesh(frame.width)
    weights_y, at_y = _mesh(frame.height)
    west, south, east, north = frame.box
    x, y = np.meshgrid(west + at_x * (east - west), north - at_y * (north - south))
    east_m, north_m = to_mercator(x.ravel(), y.ravel())
    left, _, _, top = canvas.box
    columns = ((east_m - left) / canvas.pixel_m).reshape(x.shape)
    rows = ((top - north_m) / canvas.pixel_m).reshape(x.shape)
    return weights_y @ columns @ weights_x.T, weights_y @ rows @ weights_x.T


def moved(picture: npt.NDArray[np.uint8], columns: Numbers, rows: Numbers, *, ratio: float) -> npt.NDArray[np.uint8]:
    """The pixels at these places of a canvas drawn with `ratio` pixels per pixel; clear where it does not reach.

    Colours are weighed by their opacity, so that no dark edge shows around what is drawn.
    """
    import cv2  # a web worker that moves no picture does without it

    solid = picture.astype(np.float32)
    solid[..., :3] *= solid[..., 3:] / 255
    maps = ((columns * ratio - 0.5).astype(np.float32), (rows * ratio - 0.5).astype(np.float32))
    taken = cv2.remap(solid, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0))
    with np.errstate(divide="ignore", invalid="ignore"):
        taken[..., :3] = np.where(taken[..., 3:] > 0, taken[..., :3] * 255 / taken[..., 3:], 0)
    return np.clip(np.rint(taken), 0, 255).astype(np.uint8)


def _mesh(pixels: int) -> tuple[Numbers, Numbers]:
    """Weights (pixels, nodes) of linear interpolation, and the places of the nodes as shares of the side."""
    nodes = max(math.ceil(pixels / MESH_PX), 1) + 1
    place = (np.arange(pixels) + 0.5) / pixels * (nodes - 1)
    weights = np.maximum(0.0, 1.0 - np.abs(place[:, None] - np.arange(nodes)))
    return weights, np.linspace(0.0, 1.0, nodes)
