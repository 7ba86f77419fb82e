"""Where two pictures of one block fit best: phase correlation of the directions of their edges.

An edge keeps its direction when the sun, the season or the sensor change; its strength does not, and whether it goes
from dark to bright turns round with the shadows. So each pixel is an arrow of length 0 to 1 whose angle is doubled.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy import fft

from change_detection.engine.pictures import BoolArray, ByteArray

FloatArray = NDArray[np.float64]
ArrowArray = NDArray[np.complex64]

REACH_PX = 24
"""Displacements up to this many pixels along each axis are found."""

_SMOOTH_PX = 1.0
_STRONG_PERCENT = 70.0
_FLAT = 12.0
_BAND = 0.2
_NEAR_NOTHING_PX = 7
_PEAK_PX = 5


@dataclass(frozen=True)
class Peak:
    """The best fit: the later picture lies `dx` pixels right of and `dy` below the earlier one.

    Attributes:
        ratio: its height against the highest other place that is not its own flank; 1 is noise.
    """

    dx: float
    dy: float
    ratio: float


def arrows(picture: ByteArray, valid: BoolArray) -> ArrowArray:
    """The directions of the edges of a picture; zero where it is flat and beside ground that is not shown.

    Source: orientation correlation, Fitch et al. 2002; doubled angles, Knutsson 1985.
    """
    grey = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY).astype(np.float32), (0, 0), _SMOOTH_PX)
    edge = cv2.Sobel(grey, cv2.CV_32F, 1, 0) + 1j * cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    strength = np.abs(edge)
    kept = cv2.erode(valid.astype(np.uint8), np.ones((_NEAR_NOTHING_PX, _NEAR_NOTHING_PX), np.uint8)) > 0
    if not kept.any():
        return np.zeros(valid.shape, np.complex64)
    strong = max(float(np.percentile(strength[kept], _STRONG_PERCENT)), _FLAT)
    arrow = edge**2 / (strength**2 + strong**2)
    return np.where(kept, arrow - arrow[kept].mean(), 0).astype(np.complex64)


def fit_surface(before: ArrowArray, after: ArrowArray) -> FloatArray:
    """How well two blocks fit at every displacement within reach, (49, 49); its middle is no displacement.

    Noise has the same height in blocks of any size. Source: Kuglin and Hines 1975.
    """
    rows, cols = before.shape
    window = np.outer(np.hanning(rows), np.hanning(cols)).astype(np.float32)
    cross = np.conj(fft.fft2(before * window)) * fft.fft2(after * window)
    phase = cross / np.maximum(np.abs(cross), 1e-9)
    radius = np.hypot(fft.fftfreq(rows)[:, np.newaxis], fft.fftfreq(cols)[np.newaxis, :])
    surface = fft.fftshift(fft.ifft2(phase * np.exp(-0.5 * (radius / _BAND) ** 2)).real)
    middle = np.s_[rows // 2 - REACH_PX : rows // 2 + REACH_PX + 1, cols // 2 - REACH_PX : cols // 2 + REACH_PX + 1]
    return np.asarray(surface[middle] * np.sqrt(rows * cols), dtype=np.float64)


def find_peak(surface: FloatArray) -> Peak:
    """The highest place of a surface, to a part of a pixel: a peak is a bell, so its logarithm is a parabola."""
    row, col = divmod(int(np.argmax(surface)), surface.shape[1])
    level = float(np.median(surface))
    others = surface.copy()
    others[max(0, row - _PEAK_PX) : row + _PEAK_PX + 1, max(0, col - _PEAK_PX) : col + _PEAK_PX + 1] = -np.inf
    ratio = (float(surface[row, col]) - level) / max(float(others.max()) - level, 1e-9)
    dx = col - REACH_PX + _vertex(surface[row, :], col)
    dy = row - REACH_PX + _vertex(surface[:, col], row)
    return Peak(dx, dy, ratio)


def _vertex(line: FloatArray, top: int) -> float:
    """Where a bell through three neighbours has its top, in pixels from the middle one."""
    if not 0 < top < len(line) - 1 or line[top] <= 0:
        return 0.0
    left, middle, right = np.log(np.maximum(line[top - 1 : top + 2], 1e-3 * line[top]))
    bend = left - 2 * middle + right
    return float(0.5 * (left - right) / bend) if bend < 0 else 0.0
