"""Invented clouds over a real or drawn picture: fractal, soft at the rim, each with its shadow on the ground."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class CloudedPicture:
    """A picture with clouds, and the truth about it; `cloud`: at least a quarter of the light is the cloud's."""

    rgb: Picture
    cloud: Mask
    shadow: Mask


def with_clouds(
    rgb: Picture, *, gsd_m: float, share: float, seed: int, sun_azimuth_deg: float = 120.0, height_m: float = 250.0
) -> CloudedPicture:
    """Cover about `share` of a picture; the shadow falls `height_m` away from the sun."""
    noise = np.random.default_rng(seed)
    density = _fractal(rgb.shape[:2], noise, coarsest_m=320.0, gsd_m=gsd_m)
    level = np.quantile(density, 1.0 - share)
    opacity = np.clip((density - level) / 0.16 + 0.25, 0.0, 1.0)
    light = 228.0 + 24.0 * _fractal(rgb.shape[:2], noise, coarsest_m=90.0, gsd_m=gsd_m)
    away = np.radians(sun_azimuth_deg + 180.0)
    shift = np.array([[1, 0, np.sin(away) * height_m / gsd_m], [0, 1, -np.cos(away) * height_m / gsd_m]], np.float32)
    dark = cv2.warpAffine(opacity.astype(np.float32), shift, (rgb.shape[1], rgb.shape[0]))
    ground = rgb.astype(np.float32) * (1.0 - 0.55 * np.clip(dark * 1.3, 0, 1))[..., None]
    mixed = ground * (1.0 - opacity[..., None]) + light[..., None] * opacity[..., None]
    cloud = opacity >= 0.25
    return CloudedPicture(np.clip(mixed, 0, 255).astype(np.uint8), cloud, (dark >= 0.4) & ~cloud)


def _fractal(
    shape: tuple[int, int], noise: np.random.Generator, *, coarsest_m: float, gsd_m: float
) -> NDArray[np.float64]:
    """Smooth noise of five octaves, 0 to 1."""
    total = np.zeros(shape)
    for octave in range(5):
        cell = max(1.0, coarsest_m / gsd_m / 2**octave)
        coarse = noise.random((int(shape[0] / cell) + 3, int(shape[1] / cell) + 3))
        smooth = cv2.resize(coarse, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC)
        total += np.asarray(smooth, float) / 2.2**octave
    return np.asarray((total - total.min()) / max(float(np.ptp(total)), 1e-9))
