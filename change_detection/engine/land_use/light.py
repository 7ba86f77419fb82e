"""Takes the light of the day out of a scene: its haze and how bright it is, the same for every window of it."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from change_detection.engine.pictures import ByteArray

_DARK_PERCENT, _BRIGHT_PERCENT = 0.5, 98.0
_MOST_HAZE = 45.0
_MOST_TINT = 1.06
_BRIGHT = 215.0


@dataclass(frozen=True)
class SceneLight:
    """Per band: `dark` is what air and sensor add to every pixel, `gain` brings the bright places to one white."""

    dark: tuple[float, float, float]
    gain: tuple[float, float, float]

    def corrected(self, picture: ByteArray) -> ByteArray:
        """The picture, (rows, cols, 3), as on a clear day."""
        values = np.arange(256, dtype=np.float64)
        tables = [
            np.clip(np.floor((values - dark) * gain + 0.5), 0, 255)
            for dark, gain in zip(self.dark, self.gain, strict=True)
        ]
        table = np.stack(tables, axis=-1)[:, np.newaxis, :].astype(np.uint8)
        return np.asarray(cv2.LUT(picture, table), dtype=np.uint8)


def measure_light(pixels: ByteArray) -> SceneLight:
    """The light of a scene from its valid pixels, (count, 3); an overview will do.

    Dark-object subtraction (Chavez 1988): somewhere in every scene lies a shadow that ought to be black. Its brightest
    places are taken for grey, within `_MOST_TINT`: roofs and concrete are, sand is not.
    """
    if not len(pixels):
        return SceneLight((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    dark = np.minimum(np.percentile(pixels, _DARK_PERCENT, axis=0), _MOST_HAZE)
    brightness = pixels.mean(axis=1)
    bright = pixels[brightness >= np.percentile(brightness, _BRIGHT_PERCENT)].mean(axis=0) - dark
    white = max(float(bright.mean()), 1.0)
    tint = np.clip(white / np.maximum(bright, 1.0), 1.0 / _MOST_TINT, _MOST_TINT)
    gain = np.clip(_BRIGHT / white, 0.5, 3.0) * tint
    return SceneLight(_three(dark), _three(gain))


def _three(values: NDArray[np.floating[Any]]) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in values)
    return red, green, blue
