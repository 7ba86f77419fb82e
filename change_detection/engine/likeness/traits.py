"""The traits of a window of a picture, and the windows of a picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.pictures import BoolArray, ByteArray

Traits = NDArray[np.float64]
WINDOW_PX = 256
TRAITS = (
    "light",
    "contrast",
    "darkest",
    "brightest",
    "green_red",
    "blue_yellow",
    "colourfulness",
    "edges",
    "grain",
    "sharpness",
)
_ENDS_PERCENT = (2.0, 98.0)
_COARSE_SIGMA_PX = 1.5
_REACH = np.ones((7, 7), np.uint8)


def traits_of(picture: ByteArray, valid: BoolArray | None = None) -> Traits:
    """The traits of one window, in the order of TRAITS.

    Args:
        picture: (rows, cols, 3), RGB.
        valid: (rows, cols), which pixels count; all if left out. At least one must.

    Returns:
        Lightness and colour in CIELAB units; contrast, colourfulness, edges and grain as logarithms. "sharpness"
        compares fine with coarse detail, so it tells a blurred or enlarged picture from one of a plain place.
    """
    seen = np.ones(picture.shape[:2], bool) if valid is None else valid
    lab = cv2.cvtColor(picture.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    light, green_red, blue_yellow = (lab[..., band][seen] for band in range(3))
    dark, bright = np.percentile(light, _ENDS_PERCENT)
    chroma = np.hypot(green_red - green_red.mean(), blue_yellow - blue_yellow.mean())
    edges, fine, coarse = _detail(np.asarray(lab[..., 0], dtype=np.float32), seen)
    return np.array(
        [
            light.mean(),
            np.log1p(light.std()),
            dark,
            bright,
            green_red.mean(),
            blue_yellow.mean(),
            np.log1p(chroma.mean()),
            np.log1p(edges),
            np.log1p(fine),
            np.log((fine + 0.05) / (coarse + 0.05)),
        ]
    )


def windows_of(picture: ByteArray) -> list[ByteArray]:
    """Whole windows side by side; a smaller picture is one window."""
    rows, cols = (max(1, size // WINDOW_PX) for size in picture.shape[:2])
    return [
        np.ascontiguousarray(picture[row * WINDOW_PX : (row + 1) * WINDOW_PX, col * WINDOW_PX : (col + 1) * WINDOW_PX])
        for row in range(rows)
        for col in range(cols)
    ]


def _detail(grey: NDArray[np.float32], seen: BoolArray) -> tuple[float, float, float]:
    """Mean slope, and the spread of the Laplacian as it is and after smoothing; away from pixels that do not count."""
    inside = cv2.erode(seen.astype(np.uint8), _REACH) > 0
    inside = inside if inside.any() else seen
    slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1))
    smooth = cv2.GaussianBlur(grey, (0, 0), _COARSE_SIGMA_PX)
    fine, coarse = (cv2.Laplacian(plane, cv2.CV_32F)[inside].std() for plane in (grey, smooth))
    return float(slope[inside].mean()), float(fine), float(coarse)
