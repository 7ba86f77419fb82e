"""Gives every surface of an invented scene a colour and roughness of its own: no shade of the generator is learnt.

The ranges are wide on purpose: laterite and sand, lawns and dry grass, green, brown and blue water.
"""

import colorsys
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.land_use.training.surfaces import Surface
from change_detection.engine.pictures import ByteArray
from change_detection.engine.synthetic.canvas import soft_noise


@dataclass(frozen=True)
class Shade:
    """Colours of a surface: hue in degrees, saturation and value 0 to 1, each drawn between two numbers.

    `grain` is the deviation of fine light and dark spots that is added, as a share of the brightness.
    """

    hue: tuple[float, float]
    saturation: tuple[float, float]
    value: tuple[float, float]
    grain: tuple[float, float] = (0.0, 0.05)


PALETTE: dict[Surface, tuple[Shade, ...]] = {
    Surface.GRASS: (
        Shade((62, 130), (0.12, 0.50), (0.28, 0.60), (0.02, 0.10)),
        Shade((66, 110), (0.10, 0.22), (0.32, 0.62), (0.03, 0.10)),
        Shade((46, 62), (0.20, 0.38), (0.38, 0.64), (0.04, 0.12)),
    ),
    Surface.WOODS: (Shade((70, 150), (0.12, 0.55), (0.14, 0.40), (0.05, 0.20)),),
    Surface.CROWN: (Shade((70, 150), (0.12, 0.55), (0.14, 0.42), (0.05, 0.20)),),
    Surface.SOIL: (
        Shade((14, 42), (0.20, 0.58), (0.45, 0.90), (0.0, 0.08)),
        Shade((24, 46), (0.14, 0.28), (0.60, 0.98), (0.0, 0.08)),
    ),
    Surface.PAVED: (
        Shade((20, 60), (0.00, 0.08), (0.45, 0.98), (0.0, 0.04)),
        Shade((190, 250), (0.00, 0.08), (0.40, 0.85), (0.0, 0.04)),
    ),
    Surface.ASPHALT: (
        Shade((20, 60), (0.00, 0.08), (0.28, 0.75), (0.0, 0.04)),
        Shade((190, 260), (0.00, 0.10), (0.25, 0.65), (0.0, 0.04)),
    ),
    Surface.WATER: (
        Shade((80, 180), (0.10, 0.50), (0.10, 0.42), (0.0, 0.01)),
        Shade((185, 235), (0.10, 0.55), (0.12, 0.50), (0.0, 0.01)),
        Shade((28, 56), (0.20, 0.45), (0.25, 0.50), (0.0, 0.01)),
    ),
}
_CALM, _CALM_PX = 0.7, (2.0, 5.0)
_SHADE_DEPTH = (0.4, 1.2)


def recoloured(picture: ByteArray, surfaces: ByteArray, rng: np.random.Generator) -> ByteArray:
    """The picture, (rows, cols, 3), with every surface in a colour drawn from its palette; its own pattern is kept."""
    result = picture.astype(np.float32)
    for surface, shades in PALETTE.items():
        here = surfaces == surface
        if not here.any():
            continue
        shade = shades[int(rng.integers(len(shades)))]
        factor, grain = rng.uniform(0.7, 1.3), float(rng.uniform(*shade.grain))
        colour, noise = _colour(shade, rng), _grain(picture.shape[:2], rng)
        if surface is Surface.WATER and rng.random() < _CALM:
            result = _calmed(result, here, float(rng.uniform(*_CALM_PX)))
        mean = np.maximum(result[here].mean(axis=0), 1.0)
        pattern = 1.0 + factor * (result[here] / mean - 1.0)
        result[here] = colour * pattern * (1.0 + grain * noise[here])[:, np.newaxis]
    result[surfaces == Surface.SHADOW] *= rng.uniform(*_SHADE_DEPTH)
    blurred = cv2.GaussianBlur(result, (0, 0), float(rng.uniform(0.4, 0.8)))
    return np.asarray(np.clip(blurred, 0, 255), dtype=np.uint8)


def _colour(shade: Shade, rng: np.random.Generator) -> NDArray[np.float32]:
    hue, saturation, value = (float(rng.uniform(*ends)) for ends in (shade.hue, shade.saturation, shade.value))
    return np.array(colorsys.hsv_to_rgb(hue / 360.0, saturation, value), np.float32) * np.float32(255.0)


def _grain(shape: tuple[int, ...], rng: np.random.Generator) -> NDArray[np.float32]:
    """Spots of one, four and sixteen pixels."""
    rows, cols = shape
    return sum(
        (soft_noise((rows, cols), cell, rng) for cell in (1.5, 4.0, 16.0)), start=np.zeros((rows, cols), np.float32)
    )


def _calmed(picture: NDArray[np.float32], water: NDArray[np.bool_], radius_px: float) -> NDArray[np.float32]:
    """Water is smoother than any ground."""
    weight = cv2.GaussianBlur(water.astype(np.float32), (0, 0), radius_px)[..., np.newaxis]
    blurred = cv2.GaussianBlur(picture * water[..., np.newaxis], (0, 0), radius_px) / np.maximum(weight, 1e-3)
    return np.where(water[..., np.newaxis], blurred, picture).astype(np.float32)
