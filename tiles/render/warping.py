"""Where each pixel of a picture lies in an image of another reference system.

The exact transformation is made for a coarse net of points; between them positions are interpolated linearly. The net
is made finer until, in the middle of its meshes, where the error is greatest, it is below `ERROR_PX`.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
from affine import Affine
from pyproj import Transformer

from .grid import Box

ERROR_PX = 0.1
"""The greatest distance, in pixels of the picture, between the interpolated and the exact position."""
FIRST_MESHES = 4
Positions = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Target:
    """The picture to be made.

    Attributes:
        bounds: west, south, east, north in `crs`.
        crs: definition that PROJ reads; x first.
        size: pixels of each side.
    """

    bounds: Box
    crs: str
    size: int = 256

    @property
    def pixel(self) -> float:
        """Width of one pixel in units of `crs`."""
        return (self.bounds[2] - self.bounds[0]) / self.size


@dataclass(frozen=True)
class Net:
    """Positions in an image, in columns and rows at full resolution, on a regular net over the picture.

    Attributes:
        columns, rows: (nodes, nodes), row 0 along the northern edge.
        scale: pixels of the image per pixel of the picture.
    """

    columns: Positions
    rows: Positions
    scale: float

    def at_pixels(self, size: int) -> tuple[Positions, Positions]:
        """Columns and rows at the pixel centres of the picture cut into `size` x `size` pixels."""
        weights = _weights(len(self.columns), size)
        return weights @ self.columns @ weights.T, weights @ self.rows @ weights.T


def net_over(target: Target, *, step: Transformer, to_pixels: Affine) -> Net:
    """The coarsest net that keeps the error below ERROR_PX.

    Args:
        target: the picture.
        step: from the CRS of the picture to that of the image.
        to_pixels: from coordinates in the image's CRS to its columns and rows.

    Returns:
        A net; nodes beyond the reach of the projection are not finite.
    """
    meshes = FIRST_MESHES
    while True:
        net = _exact_net(target, meshes, step, to_pixels)
        if meshes >= target.size or _error_px(net, target, step, to_pixels) <= ERROR_PX:
            return net
        meshes *= 2


def _exact_net(target: Target, meshes: int, step: Transformer, to_pixels: Affine) -> Net:
    columns, rows = _positions(target, np.linspace(0.0, 1.0, meshes + 1), step, to_pixels)
    middle = meshes // 2
    across = np.hypot(*(axis[middle, middle + 1] - axis[middle, middle - 1] for axis in (columns, rows)))
    down = np.hypot(*(axis[middle + 1, middle] - axis[middle - 1, middle] for axis in (columns, rows)))
    return Net(columns, rows, float(np.sqrt(across * down)) * meshes / (2 * target.size))


def _error_px(net: Net, target: Target, step: Transformer, to_pixels: Affine) -> float:
    """The error in the middle of the meshes; infinite where the projection has no answer."""
    meshes = len(net.columns) - 1
    exact = _positions(target, (np.arange(meshes) + 0.5) / meshes, step, to_pixels)
    with np.errstate(invalid="ignore"):
        guessed = net.at_pixels(meshes)
        error = np.hypot(guessed[0] - exact[0], guessed[1] - exact[1]).max() / net.scale
    return float(error) if np.isfinite(error) else np.inf


def _positions(
    target: Target, shares: npt.NDArray[np.float64], step: Transformer, to_pixels: Affine
) -> tuple[Positions, Positions]:
    """Exact columns and rows for shares of the picture's width and height."""
    west, south, east, north = target.bounds
    x, y = np.meshgrid(west + shares * (east - west), north - shares * (north - south))
    x, y = step.transform(x, y)
    with np.errstate(invalid="ignore"):
        columns = to_pixels.a * x + to_pixels.b * y + to_pixels.c
        rows = to_pixels.d * x + to_pixels.e * y + to_pixels.f
    return columns, rows


@cache
def _weights(nodes: int, size: int) -> npt.NDArray[np.float64]:
    """(size, nodes): how much each node counts at each pixel centre, by linear interpolation."""
    place = (np.arange(size) + 0.5) / size * (nodes - 1)
    return np.maximum(0.0, 1.0 - np.abs(place[:, None] - np.arange(nodes)))
