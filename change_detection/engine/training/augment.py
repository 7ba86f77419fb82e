"""How a picture may look on another day: light, haze, focus, compression. Both dates are varied independently."""

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.training.config import AugmentConfig

Picture = NDArray[np.uint8]


def vary_radiometry(picture: Picture, config: AugmentConfig, rng: np.random.Generator) -> Picture:
    """Another light on the same ground.

    Args:
        picture: (rows, cols, 3), RGB.
        config: how likely each effect is.
        rng: every draw comes from it.
    """
    varied = picture
    if rng.random() < config.p_radiometry:
        varied = cv2.LUT(varied, _tone_curves(varied.mean(axis=(0, 1)), rng)).astype(np.uint8)
    if rng.random() < config.p_haze:
        varied = _haze(varied, rng)
    if rng.random() < config.p_blur:
        varied = cv2.GaussianBlur(varied, (0, 0), rng.uniform(0.4, 1.0)).astype(np.uint8)
    if rng.random() < config.p_jpeg:
        varied = _compress(varied, quality=int(rng.integers(45, 92)))
    return varied


def _tone_curves(mean: NDArray[np.float64], rng: np.random.Generator) -> Picture:
    """One curve per channel, (1, 256, 3): gamma, contrast around the channel's mean, brightness, a cast of colour."""
    levels = np.linspace(0.0, 1.0, 256)[:, np.newaxis]
    gamma = np.exp(rng.normal(0.0, 0.15) + rng.normal(0.0, 0.03, size=3))
    contrast = np.exp(rng.normal(0.0, 0.15) + rng.normal(0.0, 0.03, size=3))
    brightness = rng.normal(0.0, 0.06) + rng.normal(0.0, 0.02, size=3)
    pivot = (mean / 255.0) ** gamma
    curves = (levels**gamma - pivot) * contrast + pivot + brightness
    return np.asarray(np.clip(curves * 255.0, 0, 255), dtype=np.uint8).reshape(1, 256, 3)


def _haze(picture: Picture, rng: np.random.Generator) -> Picture:
    """A smooth veil of light grey, denser on one side."""
    rows, cols = picture.shape[:2]
    coarse = rng.uniform(0.0, 0.5, size=(3, 3)).astype(np.float32)
    veil = cv2.resize(coarse, (cols, rows), interpolation=cv2.INTER_CUBIC)[..., np.newaxis].clip(0.0, 0.6)
    return np.asarray(picture * (1.0 - veil) + 215.0 * veil, dtype=np.uint8)


def _compress(picture: Picture, *, quality: int) -> Picture:
    _, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(encoded, cv2.IMREAD_COLOR), dtype=np.uint8)
